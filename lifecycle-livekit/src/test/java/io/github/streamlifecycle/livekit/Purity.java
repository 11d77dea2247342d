package io.github.streamlifecycle.livekit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Random;
import java.util.Timer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The rule for packages of values: no IO, no thread, no clock, no log, no framework. */
final class Purity {
    private static final String[] JAVA = {
        "java.lang",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "java.time",
        "org.jspecify.annotations"
    };

    private static final DescribedPredicate<JavaClass> THE_OUTSIDE = belongToAnyOf(
                    Clock.class, System.class, Thread.class, Runtime.class, ProcessBuilder.class, ThreadLocal.class)
            .or(belongToAnyOf(Timer.class, Random.class, Date.class))
            .as("a clock, a thread, a dice or the process");

    private static final DescribedPredicate<JavaClass> BYTES = belongToAnyOf(
                    ByteArrayOutputStream.class, ByteBuffer.class, CRC32.class, Charset.class, StandardCharsets.class)
            .as("bytes in memory");

    private static final DescribedPredicate<JavaCall<?>> NOW = DescribedPredicate.describe(
            "now() of anything", call -> call.getName().equals("now"));

    private Purity() {}

    /** A package that may lean on itself, the plain part of Java, and the packages named. */
    static ArchRule of(String pure, String... allowed) {
        String[] all = Stream.of(Stream.of(JAVA), Stream.of(pure), Stream.of(allowed))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(pure)
                .should(onlyDependOnClassesThat(resideInAnyPackage(all).or(BYTES)))
                .andShould(never(dependOnClassesThat(THE_OUTSIDE)))
                .andShould(never(callCodeUnitWhere(NOW)));
    }
}
