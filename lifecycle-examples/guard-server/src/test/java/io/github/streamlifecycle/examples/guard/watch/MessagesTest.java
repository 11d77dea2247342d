package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.streamlifecycle.livekit.room.MediaSign;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes over the pipe, and what must not. */
class MessagesTest {
    private static final List<Command> COMMANDS = List.of(
            new Command.Watch(1, "a room, \"ünï\"", URI.create("wss://example.org")),
            new Command.Unwatch(Long.MAX_VALUE),
            new Command.Token(7, "ey.secret"),
            new Command.Verdict(8, true),
            new Command.Verdict(9, false));
    private static final List<Report> REPORTS = List.of(
            new Report.Ready(1),
            new Report.Unusable(""),
            new Report.Beat(70L << 20),
            new Report.TokenWanted(1, 2),
            new Report.HostAsked(1, 2, Samples.HOST),
            new Report.Seen(3, Samples.sees(1)),
            new Report.Seen(3, Samples.blind(2)),
            new Report.Seen(3, Samples.media(MediaSign.STALLED, 3)),
            new Report.Seen(3, Samples.left(4)));

    private static byte[] framed(byte[]... bodies) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            Frames.write(out, body);
        }
        return out.toByteArray();
    }

    @Test
    void messagesComeOutAsTheyWentIn() throws IOException {
        for (Command command : COMMANDS) {
            assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
        }
        for (Report report : REPORTS) {
            assertThat(ReportCodec.decode(ReportCodec.encode(report))).isEqualTo(report);
        }
    }

    @Test
    void framesComeOutInOrder() throws IOException {
        byte[] pipe = framed(new byte[] {1}, new byte[] {2, 3}, new byte[Frames.LONGEST_BODY]);
        ByteArrayInputStream in = new ByteArrayInputStream(pipe);
        assertThat(Frames.read(in)).hasValue(new byte[] {1});
        assertThat(Frames.read(in)).hasValue(new byte[] {2, 3});
        assertThat(Frames.read(in)).hasValueSatisfying(body -> assertThat(body).hasSize(Frames.LONGEST_BODY));
        assertThat(Frames.read(in)).isEmpty();
    }

    @Test
    void tornFramesAreRefused() throws IOException {
        byte[] whole = framed(ReportCodec.encode(REPORTS.get(4)));
        for (int length = 1; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(BadMessageException.class)
                    .isThrownBy(() -> Frames.read(new ByteArrayInputStream(torn)));
        }
    }

    @Test
    void oversizedAndEmptyFramesAreRefused() {
        for (byte[] header : List.of(
                new byte[] {0, 0x10, 0, 1},
                new byte[] {(byte) 0xff, 0, 0, 0},
                new byte[] {0x7f, 0, 0, 0},
                new byte[4])) {
            assertThatExceptionOfType(BadMessageException.class)
                    .isThrownBy(() -> Frames.read(new ByteArrayInputStream(header)));
        }
        for (int length : new int[] {0, Frames.LONGEST_BODY + 1}) {
            assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> framed(new byte[length]));
        }
    }

    @Test
    void textOfNativeCodeIsRefused() {
        byte[] text = "VM attach current thread failed\n".getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(BadMessageException.class)
                .isThrownBy(() -> Frames.read(new ByteArrayInputStream(text)));
    }

    @Test
    void shortenedAndLengthenedMessagesAreRefused() {
        for (Report report : REPORTS) {
            byte[] body = ReportCodec.encode(report);
            for (int length = 0; length < body.length; length++) {
                byte[] shorter = Arrays.copyOf(body, length);
                assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> ReportCodec.decode(shorter));
            }
            byte[] longer = Arrays.copyOf(body, body.length + 1);
            assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> ReportCodec.decode(longer));
        }
    }

    @Test
    void garbageIsRefusedOrAMessage() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = i % 2 == 0
                    ? new byte[random.nextInt(60)]
                    : ReportCodec.encode(REPORTS.get(random.nextInt(REPORTS.size())));
            if (i % 2 == 0) {
                random.nextBytes(garbage);
            }
            if (garbage.length > 0) {
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
                garbage[0] = (byte) random.nextInt(8);
            }
            refusedOrRead(garbage);
        }
    }

    private static void refusedOrRead(byte[] garbage) {
        try {
            assertThat(ReportCodec.decode(garbage)).isNotNull();
        } catch (BadMessageException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
        try {
            assertThat(CommandCodec.decode(garbage)).isNotNull();
        } catch (BadMessageException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Test
    void tokenIsNotShown() {
        assertThat(COMMANDS.toString()).doesNotContain("secret");
    }

    @Test
    void residentMemoryIsReadFromItsStatus() {
        assertThat(ResidentMemory.bytes(List.of("VmPeak:\t 9 kB", "VmRSS:\t   71168 kB")))
                .isEqualTo(71_168L << 10);
        assertThat(ResidentMemory.bytes(List.of("Name:\tjava"))).isZero();
    }
}
