package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.streamlifecycle.livekit.presence.impure.Impure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that keep the presence package pure are tried on classes that are not. */
class PresencePurityTest {
    private static final List<ArchRule> PURE = List.of(
            ArchitectureTest.PRESENCE_LEANS_ON_VALUES_ONLY,
            ArchitectureTest.PRESENCE_KNOWS_NO_CLOCK_AND_NO_THREAD,
            ArchitectureTest.PRESENCE_NEVER_ASKS_FOR_THE_TIME);

    static Stream<Class<?>> offenders() {
        return Stream.of(Impure.class.getDeclaredClasses());
    }

    private static boolean breaksARule(JavaClass... types) {
        Class<?>[] reflected = Stream.of(types).map(JavaClass::reflect).toArray(Class<?>[]::new);
        JavaClasses alone = new ClassFileImporter().importClasses(reflected);
        return PURE.stream().anyMatch(rule -> rule.evaluate(alone).hasViolation());
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void everyOffenderBreaksARule(Class<?> offender) {
        assertThat(breaksARule(new ClassFileImporter().importClass(offender))).isTrue();
    }

    @Test
    void harmlessClassBreaksNoRule() {
        assertThat(breaksARule(new ClassFileImporter().importClass(Impure.class)))
                .isFalse();
    }

    @Test
    void thereAreOffendersToCatch() {
        assertThat(offenders()).hasSize(8);
    }
}
