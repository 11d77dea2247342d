package io.github.streamlifecycle.examples.guard.watch;

import java.net.URI;

/** The bytes of a {@link Command}. */
final class CommandCodec {
    private static final int WATCH = 1;
    private static final int UNWATCH = 2;
    private static final int TOKEN = 3;
    private static final int VERDICT = 4;

    private CommandCodec() {}

    static byte[] encode(Command command) {
        if (command instanceof Command.Watch watch) {
            return new FieldWriter(WATCH)
                    .number(watch.watch())
                    .text(watch.room())
                    .text(watch.url().toString())
                    .body();
        } else if (command instanceof Command.Unwatch unwatch) {
            return new FieldWriter(UNWATCH).number(unwatch.watch()).body();
        } else if (command instanceof Command.Token token) {
            return new FieldWriter(TOKEN)
                    .number(token.question())
                    .text(token.text())
                    .body();
        } else if (command instanceof Command.Verdict verdict) {
            return new FieldWriter(VERDICT)
                    .number(verdict.question())
                    .number(verdict.isHost() ? 1 : 0)
                    .body();
        }
        throw new IllegalStateException("not encoded: " + command);
    }

    static Command decode(byte[] body) throws BadMessageException {
        return FieldReader.message(body, CommandCodec::read);
    }

    private static Command read(FieldReader fields, int type) throws BadMessageException {
        return switch (type) {
            case WATCH -> new Command.Watch(fields.number(), fields.text(), URI.create(fields.text()));
            case UNWATCH -> new Command.Unwatch(fields.number());
            case TOKEN -> new Command.Token(fields.number(), fields.text());
            case VERDICT -> new Command.Verdict(fields.number(), fields.number() != 0);
            default -> throw new BadMessageException("no command has the type " + type);
        };
    }
}
