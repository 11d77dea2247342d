package io.github.streamlifecycle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java of docs/testing.md is the Java of {@link DropTest}, which runs. */
class TestingPageTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static String flat(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    @Test
    void everySnippetIsATest() throws IOException {
        String tests = flat(Files.readString(Path.of("src/test/java/io/github/streamlifecycle/docs/DropTest.java")));
        var snippets = JAVA.matcher(Files.readString(Path.of("../docs/testing.md")))
                .results()
                .map(match -> flat(match.group(1)))
                .toList();
        assertThat(snippets).hasSize(2).allSatisfy(snippet -> assertThat(tests).contains(snippet));
    }
}
