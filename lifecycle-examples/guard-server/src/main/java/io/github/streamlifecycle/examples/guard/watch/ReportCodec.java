package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.examples.guard.watch.Report.Beat;
import io.github.streamlifecycle.examples.guard.watch.Report.HostAsked;
import io.github.streamlifecycle.examples.guard.watch.Report.Ready;
import io.github.streamlifecycle.examples.guard.watch.Report.Seen;
import io.github.streamlifecycle.examples.guard.watch.Report.TokenWanted;
import io.github.streamlifecycle.examples.guard.watch.Report.Unusable;

/** The bytes of a {@link Report}. */
final class ReportCodec {
    private static final int READY = 1;
    private static final int UNUSABLE = 2;
    private static final int BEAT = 3;
    private static final int TOKEN_WANTED = 4;
    private static final int HOST_ASKED = 5;
    private static final int SEEN = 6;

    private ReportCodec() {}

    static byte[] encode(Report report) {
        if (report instanceof Ready ready) {
            return new FieldWriter(READY).number(ready.version()).body();
        } else if (report instanceof Unusable unusable) {
            return new FieldWriter(UNUSABLE).text(unusable.why()).body();
        } else if (report instanceof Beat beat) {
            return new FieldWriter(BEAT).number(beat.residentBytes()).body();
        } else if (report instanceof TokenWanted wanted) {
            return new FieldWriter(TOKEN_WANTED)
                    .number(wanted.question())
                    .number(wanted.watch())
                    .body();
        } else if (report instanceof HostAsked asked) {
            FieldWriter fields =
                    new FieldWriter(HOST_ASKED).number(asked.question()).number(asked.watch());
            RoomFields.write(fields, asked.participant());
            return fields.body();
        } else if (report instanceof Seen seen) {
            FieldWriter fields = new FieldWriter(SEEN).number(seen.watch());
            RoomFields.write(fields, seen.observation());
            return fields.body();
        }
        throw new IllegalStateException("not encoded: " + report);
    }

    static Report decode(byte[] body) throws BadMessageException {
        return FieldReader.message(body, ReportCodec::read);
    }

    private static Report read(FieldReader fields, int type) throws BadMessageException {
        return switch (type) {
            case READY -> new Ready(Math.toIntExact(fields.number()));
            case UNUSABLE -> new Unusable(fields.text());
            case BEAT -> new Beat(fields.number());
            case TOKEN_WANTED -> new TokenWanted(fields.number(), fields.number());
            case HOST_ASKED -> new HostAsked(fields.number(), fields.number(), RoomFields.participant(fields));
            case SEEN -> new Seen(fields.number(), RoomFields.observation(fields));
            default -> throw new BadMessageException("no report has the type " + type);
        };
    }
}
