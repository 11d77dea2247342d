package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The written form of a view: a byte for the version, the facts in the order of their records, and a checksum. */
final class RoomBytes {
    private static final byte VERSION = 1;

    private RoomBytes() {}

    static byte[] write(String room, RoomFacts facts) {
        ByteSink sink = new ByteSink();
        sink.number(VERSION);
        sink.text(room);
        write(sink, facts.creation());
        write(sink, facts.finished());
        sink.moment(facts.lists().latest());
        sink.moment(facts.lists().previous());
        for (long moment : facts.spans().moments()) {
            sink.moment(moment);
        }
        sink.list(facts.people(), person -> write(sink, person));
        byte[] body = sink.bytes();
        return ByteBuffer.allocate(body.length + Integer.BYTES)
                .put(body)
                .putInt(checksum(body, body.length))
                .array();
    }

    static RoomView read(byte[] bytes, HostRule rule) {
        int length = bytes.length - Integer.BYTES;
        if (length < 1) {
            throw new IllegalArgumentException("torn view of a room: " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException("view of a room of unknown version " + bytes[0]);
        }
        if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
            throw new IllegalArgumentException("torn view of a room: wrong checksum of " + bytes.length + " bytes");
        }
        try {
            return read(new ByteSpring(bytes, 0, length), rule);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no view of a room: " + bytes.length + " bytes", e);
        }
    }

    private static RoomView read(ByteSpring spring, HostRule rule) {
        spring.number();
        String room = RoomKey.named(spring.text()).name();
        RoomMoment creation = roomMoment(spring);
        RoomMoment finished = roomMoment(spring);
        Lists lists = new Lists(spring.moment(), spring.moment());
        SourceSpans spans = SourceSpans.read(spring::moment);
        List<Person> people = spring.list(() -> person(spring));
        if (!spring.isEmpty()) {
            throw new IllegalArgumentException("more bytes than a view has");
        }
        return new RoomView(room, rule, new RoomFacts(creation, finished, lists, spans, people));
    }

    private static void write(ByteSink sink, RoomMoment moment) {
        sink.moment(moment.atMillis());
        sink.text(moment.id());
        sink.constant(moment.source());
    }

    private static RoomMoment roomMoment(ByteSpring spring) {
        return new RoomMoment(spring.moment(), spring.text(), spring.constant(Source.class));
    }

    private static void write(ByteSink sink, Person person) {
        sink.text(person.identity());
        sink.moment(person.publishedAt());
        sink.reading(person.lease());
        sink.list(person.stays(), stay -> write(sink, stay));
        sink.list(person.tracks(), track -> write(sink, track));
    }

    private static Person person(ByteSpring spring) {
        return new Person(
                spring.text(),
                spring.moment(),
                spring.reading(LeaseSign.class),
                spring.list(() -> stay(spring)),
                spring.list(() -> track(spring)));
    }

    private static void write(ByteSink sink, Stay stay) {
        sink.text(stay.sid());
        sink.moment(stay.start().atMillis());
        sink.number(stay.start().exact() ? 1 : 0);
        sink.reading(stay.seen());
        sink.moment(stay.listedAt());
        sink.reading(stay.verdict());
        sink.reading(stay.media());
        sink.reading(stay.ending() == null ? null : stay.ending().said());
        if (stay.ending() != null) {
            sink.constant(stay.ending().reason());
        }
    }

    private static Stay stay(ByteSpring spring) {
        return new Stay(
                spring.text(),
                new Start(spring.moment(), spring.number() == 1),
                spring.reading(Source.class),
                spring.moment(),
                spring.reading(Verdict.class),
                spring.reading(MediaSign.class),
                ending(spring));
    }

    private static @Nullable Ending ending(ByteSpring spring) {
        Reading<Source> said = spring.reading(Source.class);
        return said == null ? null : new Ending(spring.constant(LeftReason.class), said);
    }

    private static void write(ByteSink sink, TrackStay track) {
        sink.text(track.sid());
        sink.text(track.stay());
        sink.moment(track.publishedAt());
        sink.moment(track.listedAt());
        sink.moment(track.endedAt());
    }

    private static TrackStay track(ByteSpring spring) {
        return new TrackStay(spring.text(), spring.text(), spring.moment(), spring.moment(), spring.moment());
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
