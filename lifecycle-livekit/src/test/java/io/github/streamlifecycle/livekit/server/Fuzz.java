package io.github.streamlifecycle.livekit.server;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Random input from seeds; a failure names the seed that repeats it. */
public final class Fuzz {
    private static final int LONGEST_TEXT = 60;

    private Fuzz() {}

    public static void seeds(int count, Consumer<Random> property) {
        for (long seed = 0; seed < count; seed++) {
            try {
                property.accept(new Random(seed * 7_919));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    public static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    public static <T> T oneOf(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A text of ASCII, of what JSON is made of, or of any characters but halves of pairs, which cannot be sent. */
    public static String text(Random random) {
        int kind = random.nextInt(3);
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(LONGEST_TEXT); left > 0; left--) {
            switch (kind) {
                case 0 -> text.append((char) random.nextInt(128));
                case 1 -> text.append("{}[]\":,\\u0e1ntf. -".charAt(random.nextInt(18)));
                default ->
                    text.appendCodePoint(
                            random.nextBoolean() ? random.nextInt(0xD800) : 0xE000 + random.nextInt(0x102000));
            }
        }
        return text.toString();
    }
}
