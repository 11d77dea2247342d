package io.github.streamlifecycle.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The machine has no IO, thread, clock or log. Each rule is also tried on a class that breaks it. */
class PurityTest {
    private static final String CORE = "io.github.streamlifecycle.core";
    private static final String IMPURE = CORE + ".impure";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);

    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(
                    CORE, IMPURE, "java.lang", "java.lang.invoke", "java.lang.runtime")
            .or(resideInAnyPackage("java.util", "java.util.function", "java.time", "org.jspecify.annotations"))
            .as("java.lang, java.util, java.util.function, java.time, JSpecify and the machine itself");

    private static final DescribedPredicate<JavaClass> THE_OUTSIDE = belongToAnyOf(
                    Clock.class, System.class, Thread.class, Runtime.class, ProcessBuilder.class, ThreadLocal.class)
            .or(belongToAnyOf(Timer.class, Random.class, Date.class))
            .as("a clock, a thread, a dice or the process");

    private static final DescribedPredicate<JavaCall<?>> NOW = DescribedPredicate.describe(
            "now() of anything", call -> call.getName().equals("now"));

    private static List<ArchRule> pure(String... packages) {
        return List.of(
                classes().that(resideInAnyPackage(packages)).should().onlyDependOnClassesThat(PURE),
                noClasses().that(resideInAnyPackage(packages)).should().dependOnClassesThat(THE_OUTSIDE),
                noClasses().that(resideInAnyPackage(packages)).should().callCodeUnitWhere(NOW));
    }

    @Test
    void machineIsPure() {
        pure(CORE).forEach(rule -> rule.check(MODULE));
    }

    @Test
    void nothingKnowsALogOrLiveKit() {
        noClasses()
                .that(resideInAPackage(CORE + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "io.livekit..", "java.util.logging.."))
                .check(MODULE);
    }

    @Test
    void machineDoesNotKnowItsShell() {
        noClasses()
                .that(resideInAPackage(CORE))
                .should()
                .dependOnClassesThat(resideInAPackage(CORE + ".rx.."))
                .check(MODULE);
    }

    @Test
    void atMostTenTypesAreForUsers() {
        Stream<JavaClass> types = MODULE.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
        assertThat(types.map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "EdgeTriggeredStopper",
                        "Signal",
                        "Decision",
                        "Transition",
                        "Presence",
                        "FlapBudget",
                        "AutoStop",
                        "PendingStop",
                        "Receipt",
                        "StopReason");
    }

    static Stream<JavaClass> offenders() {
        return new ClassFileImporter()
                .importPackages(IMPURE).stream().filter(type -> type.isNestedClass() && !type.isAnonymousClass());
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void whateverIsForbiddenIsCaught(JavaClass offender) {
        JavaClasses alone = new ClassFileImporter().importClasses(offender.reflect());

        assertThat(pure(IMPURE))
                .anyMatch(rule -> rule.allowEmptyShould(true).evaluate(alone).hasViolation());
    }

    @Test
    void thereAreOffendersToCatch() {
        assertThat(offenders()).hasSize(8);
    }
}
