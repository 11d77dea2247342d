package io.github.streamlifecycle.livekit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.Random;
import java.util.Timer;

@AnalyzeClasses(packages = "io.github.streamlifecycle.livekit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PRESENCE = "..livekit.presence..";

    /** The arrows between the packages, each layer with those that may lean on it. */
    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("checks")
            .definedBy("..livekit.checks")
            .layer("egress")
            .definedBy("..livekit.egress")
            .layer("api")
            .definedBy("..livekit.api")
            .layer("livekit")
            .definedBy("io.github.streamlifecycle.livekit")
            .layer("presence")
            .definedBy("..livekit.presence")
            .layer("host")
            .definedBy("..livekit.host")
            .layer("webrtc")
            .definedBy("..livekit.webrtc")
            .layer("metrics")
            .definedBy("..livekit.metrics")
            .layer("testkit")
            .definedBy("..livekit.testkit")
            .whereLayer("testkit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("metrics")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("webrtc")
            .mayOnlyBeAccessedByLayers("testkit")
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("webrtc")
            .whereLayer("presence")
            .mayOnlyBeAccessedByLayers("host", "webrtc")
            .whereLayer("livekit")
            .mayOnlyBeAccessedByLayers("webrtc", "metrics", "testkit")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("livekit", "webrtc", "metrics", "testkit")
            .whereLayer("egress")
            .mayOnlyBeAccessedByLayers("livekit", "api");

    @ArchTest
    static final ArchRule EGRESS_IS_PURE =
            Purity.of("..livekit.egress", "..livekit.checks", "com.google.protobuf..", "livekit");

    @ArchTest
    static final ArchRule NOTHING_LEANS_ON_THE_TESTKIT = noClasses()
            .that()
            .resideOutsideOfPackage("..testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..testkit..");

    @ArchTest
    static final ArchRule DOOR_AND_PRESENCE_DO_WITHOUT_WEBRTC_JAVA = noClasses()
            .that()
            .resideInAnyPackage("io.github.streamlifecycle.livekit", "..presence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.onvoid..", "..livekit.webrtc..");

    @ArchTest
    static final ArchRule ONLY_THE_METRICS_NEED_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackage("..livekit.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "..livekit.metrics..");

    /** Values only: no IO, no thread, no clock and no log. PresencePurityTest proves that these rules bite. */
    @ArchTest
    static final ArchRule PRESENCE_LEANS_ON_VALUES_ONLY = classes()
            .that()
            .resideInAPackage(PRESENCE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            PRESENCE,
                            "..livekit.checks",
                            "io.github.streamlifecycle.core",
                            "java.lang",
                            "java.lang.invoke",
                            "java.lang.runtime")
                    .or(resideInAnyPackage(
                            "java.util", "java.util.function", "java.time", "org.jspecify.annotations")));

    @ArchTest
    static final ArchRule PRESENCE_KNOWS_NO_CLOCK_AND_NO_THREAD = noClasses()
            .that()
            .resideInAPackage(PRESENCE)
            .should()
            .dependOnClassesThat(
                    belongToAnyOf(Clock.class, System.class, Thread.class, Runtime.class, ProcessBuilder.class)
                            .or(belongToAnyOf(ThreadLocal.class, Timer.class, Random.class, Date.class)));

    @ArchTest
    static final ArchRule PRESENCE_NEVER_ASKS_FOR_THE_TIME = noClasses()
            .that()
            .resideInAPackage(PRESENCE)
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe(
                    "now() of anything", call -> call.getName().equals("now")));
}
