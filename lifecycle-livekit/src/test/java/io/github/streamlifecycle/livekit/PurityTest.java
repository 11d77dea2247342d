package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of {@link Purity}, tried on classes that break it. */
class PurityTest {
    private static final String IMPURE = "io.github.streamlifecycle.livekit.impure";

    static Stream<JavaClass> offenders() {
        return new ClassFileImporter().importPackages(IMPURE).stream().filter(JavaClass::isNestedClass);
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void everyOffenderIsCaught(JavaClass offender) {
        var alone = new ClassFileImporter().importClasses(offender.reflect());
        assertThat(Purity.of(IMPURE).evaluate(alone).hasViolation()).isTrue();
    }

    @Test
    void harmlessClassIsNotCaught() {
        var alone = new ClassFileImporter().importClasses(Harmless.class);
        assertThat(Purity.of(Harmless.class.getPackageName()).evaluate(alone).hasViolation())
                .isFalse();
    }

    @Test
    void thereAreOffendersToCatch() {
        assertThat(offenders()).hasSize(13);
    }

    private record Harmless(List<String> names, Duration duration) {}
}
