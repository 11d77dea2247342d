package io.github.streamlifecycle.examples.guard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.streamlifecycle.examples.guard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The arrows between the packages, each layer with those that may lean on it. */
    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("program")
            .definedBy("io.github.streamlifecycle.examples.guard")
            .layer("server")
            .definedBy("..guard.server")
            .layer("web")
            .definedBy("..guard.web")
            .layer("store")
            .definedBy("..guard.store")
            .layer("config")
            .definedBy("..guard.config")
            .layer("watch")
            .definedBy("..guard.watch")
            .layer("demo")
            .definedBy("..guard.demo")
            .layer("cluster")
            .definedBy("..guard.cluster")
            .whereLayer("program")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("program")
            .whereLayer("watch")
            .mayOnlyBeAccessedByLayers("program", "demo")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("program", "demo")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("server", "demo", "cluster")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("program", "server", "web", "demo", "cluster");

    @ArchTest
    static final ArchRule ONLY_THE_WEB_KNOWS_ITS_FRAMEWORK = noClasses()
            .that()
            .resideOutsideOfPackage("..guard.web")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_KNOWS_ITS_FILE = noClasses()
            .that()
            .resideOutsideOfPackage("..guard.store")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.h2..");

    @ArchTest
    static final ArchRule ONLY_THE_CLUSTER_KNOWS_ITS_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackage("..guard.cluster")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "com.typesafe.config..", "scala..");

    /** Its native code may end the process that loads it, so only main classes of child processes do. */
    @ArchTest
    static final ArchRule NO_NATIVE_CODE_IN_THE_GUARD_SERVER = noClasses()
            .that()
            .resideOutsideOfPackages("..guard.watch", "..guard.demo")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.onvoid..", "io.github.streamlifecycle.livekit.webrtc..");
}
