package io.github.streamlifecycle.livekit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.streamlifecycle.livekit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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
}
