package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The serialized form of a view: a byte for the version, the facts in the order of their records, and a checksum. */
final class RoomBytes {
    private static final byte VERSION = 2;

    private RoomBytes() {}

    static byte[] write(String room, RoomFacts facts) {
        ByteWriter writer = new ByteWriter();
        writer.number(VERSION);
        writer.text(room);
        write(writer, facts.creation());
        write(writer, facts.finished());
        writer.moment(facts.lists().latest());
        writer.moment(facts.lists().previous());
        for (long moment : facts.spans().moments()) {
            writer.moment(moment);
        }
        writer.list(facts.people(), person -> write(writer, person));
        byte[] body = writer.written();
        return ByteBuffer.allocate(body.length + Integer.BYTES)
                .put(body)
                .putInt(checksum(body, body.length))
                .array();
    }

    static RoomView read(byte[] bytes, HostRule rule) {
        int length = bytes.length - Integer.BYTES;
        if (length < 1) {
            throw new IllegalArgumentException("damaged view of a room: " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException("view of a room of unknown version " + bytes[0]);
        }
        if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
            throw new IllegalArgumentException("damaged view of a room: wrong checksum of " + bytes.length + " bytes");
        }
        try {
            return read(new ByteReader(bytes, length), rule);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a view of a room: " + bytes.length + " bytes", e);
        }
    }

    private static RoomView read(ByteReader reader, HostRule rule) {
        reader.number();
        String room = RoomKey.named(reader.text()).name();
        RoomMoment creation = roomMoment(reader);
        RoomMoment finished = roomMoment(reader);
        Lists lists = new Lists(reader.moment(), reader.moment());
        SourceSpans spans = SourceSpans.read(reader::moment);
        List<Person> people = reader.list(() -> person(reader));
        if (!reader.isEmpty()) {
            throw new IllegalArgumentException("more bytes than a view needs");
        }
        return new RoomView(room, rule, new RoomFacts(creation, finished, lists, spans, people));
    }

    private static void write(ByteWriter writer, RoomMoment moment) {
        writer.moment(moment.atMillis());
        writer.text(moment.id());
        writer.constant(moment.source());
    }

    private static RoomMoment roomMoment(ByteReader reader) {
        return new RoomMoment(reader.moment(), reader.text(), reader.constant(Source.class));
    }

    private static void write(ByteWriter writer, Person person) {
        writer.text(person.identity());
        writer.moment(person.published().atMillis());
        writer.text(person.published().roomId());
        writer.moment(person.leasedAt());
        write(writer, person.lease());
        writer.list(person.stays(), stay -> write(writer, stay));
        writer.list(person.tracks(), track -> write(writer, track));
    }

    private static Person person(ByteReader reader) {
        return new Person(
                reader.text(),
                new Publication(reader.moment(), reader.text()),
                reader.moment(),
                reading(reader, LeaseSign.class),
                reader.list(() -> stay(reader)),
                reader.list(() -> track(reader)));
    }

    private static void write(ByteWriter writer, Stay stay) {
        writer.text(stay.sid());
        writer.moment(stay.start().atMillis());
        writer.number(stay.start().exact() ? 1 : 0);
        write(writer, stay.seen());
        writer.moment(stay.listedAt());
        write(writer, stay.verdict());
        write(writer, stay.media());
        write(writer, stay.ending() == null ? null : stay.ending().said());
        if (stay.ending() != null) {
            writer.constant(stay.ending().reason());
        }
    }

    private static Stay stay(ByteReader reader) {
        return new Stay(
                reader.text(),
                new StayStart(reader.moment(), reader.number() == 1),
                reading(reader, Source.class),
                reader.moment(),
                reading(reader, Verdict.class),
                reading(reader, MediaSign.class),
                ending(reader));
    }

    private static @Nullable Ending ending(ByteReader reader) {
        Reading<Source> said = reading(reader, Source.class);
        return said == null ? null : new Ending(reader.constant(LeftReason.class), said);
    }

    private static void write(ByteWriter writer, TrackStay track) {
        writer.text(track.sid());
        writer.text(track.stay());
        writer.moment(track.publishedAt());
        writer.moment(track.listedAt());
        writer.moment(track.endedAt());
    }

    private static TrackStay track(ByteReader reader) {
        return new TrackStay(reader.text(), reader.text(), reader.moment(), reader.moment(), reader.moment());
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Writes a reading; one without a sign has no time either. */
    private static void write(ByteWriter writer, @Nullable Reading<?> reading) {
        writer.moment(reading == null ? 0 : reading.atMillis());
        if (reading != null) {
            writer.constant(reading.sign());
        }
    }

    private static <E extends Enum<E>> @Nullable Reading<E> reading(ByteReader reader, Class<E> type) {
        long atMillis = reader.moment();
        return atMillis == 0 ? null : new Reading<>(atMillis, reader.constant(type));
    }
}
