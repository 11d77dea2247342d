package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
    void thereAreOffendersToCatch() {
        assertThat(offenders()).hasSize(6);
    }
}
