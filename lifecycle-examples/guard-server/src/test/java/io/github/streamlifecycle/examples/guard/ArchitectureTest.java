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
            .whereLayer("program")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("program")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("program", "server", "web");

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
}
