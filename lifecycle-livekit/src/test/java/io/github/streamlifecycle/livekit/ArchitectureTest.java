package io.github.streamlifecycle.livekit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.streamlifecycle.livekit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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
