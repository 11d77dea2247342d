package io.github.streamlifecycle.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.streamlifecycle.examples", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The arrows between the packages, each layer with those that may lean on it. */
    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("replay")
            .definedBy("..examples.replay")
            .layer("network")
            .definedBy("..examples.network")
            .layer("host")
            .definedBy("..examples.host")
            .layer("figures")
            .definedBy("..examples.figures..")
            .layer("room")
            .definedBy("..examples.room")
            .whereLayer("room")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("figures")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("figures")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("host")
            .whereLayer("network")
            .mayOnlyBeAccessedByLayers("host", "figures");

    @ArchTest
    static final ArchRule NETWORK_KNOWS_NOTHING_OF_LIVEKIT = noClasses()
            .that()
            .resideInAPackage("..examples.network")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.streamlifecycle.livekit..", "livekit..", "dev.onvoid..");

    @ArchTest
    static final ArchRule REPLAY_NEEDS_NO_WEBRTC_JAVA = noClasses()
            .that()
            .resideInAPackage("..examples.replay")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.onvoid..");
}
