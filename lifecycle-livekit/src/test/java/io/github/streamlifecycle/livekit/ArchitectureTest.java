package io.github.streamlifecycle.livekit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The arrows between the packages, and those of them that are pure. {@link PurityTest} proves that the latter rule bites. */
@AnalyzeClasses(packages = "io.github.streamlifecycle.livekit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.streamlifecycle.livekit";
    private static final String CORE = "io.github.streamlifecycle.core";
    private static final String CHECKS = "..livekit.checks";

    /** Every package, and those that it may lean on, all of which stand above it. */
    private static final String ARROWS = """
            checks:
            threads:
            egress: checks
            api: checks egress
            calls: checks egress api
            stop: checks egress api calls
            events: api stop
            start: checks egress api calls stop events
            livekit: checks threads egress api calls stop events start
            presence: checks
            room: checks
            media: checks room
            host: checks threads presence
            server: checks room presence livekit
            server.webhook: checks room presence livekit server
            server.lease: checks room presence livekit server
            metrics: stop events livekit
            webrtc: checks threads api livekit presence room media host server
            testkit: checks api livekit webrtc
            """;

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layers(arrows());

    @ArchTest
    static final ArchRule EGRESS_IS_PURE = Purity.of("..livekit.egress", CHECKS, "com.google.protobuf..", "livekit");

    @ArchTest
    static final ArchRule PRESENCE_IS_PURE = Purity.of("..livekit.presence", CHECKS, CORE);

    @ArchTest
    static final ArchRule ROOM_IS_PURE = Purity.of("..livekit.room", CHECKS, CORE);

    @ArchTest
    static final ArchRule MEDIA_IS_PURE = Purity.of("..livekit.media", CHECKS, CORE, "..livekit.room");

    @ArchTest
    static final ArchRule ONLY_WEBRTC_AND_THE_TESTKIT_NEED_WEBRTC_JAVA = noClasses()
            .that()
            .resideOutsideOfPackages("..livekit.webrtc..", "..livekit.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.onvoid..");

    @ArchTest
    static final ArchRule ONLY_THE_METRICS_NEED_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackage("..livekit.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        ARROWS.lines().map(line -> line.split(":", 2)).forEach(row -> {
            Set<String> leansOn =
                    row[1].isBlank() ? Set.of() : Set.of(row[1].strip().split(" "));
            if (!arrows.keySet().containsAll(leansOn)) {
                throw new IllegalArgumentException(row[0] + " leans on a package that does not stand above it");
            }
            arrows.put(row[0], leansOn);
        });
        return arrows;
    }

    private static LayeredArchitecture layers(Map<String, Set<String>> arrows) {
        LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitecture();
        for (String layer : arrows.keySet()) {
            layers = layers.layer(layer).definedBy(layer.equals("livekit") ? ROOT : ROOT + "." + layer);
        }
        for (Map.Entry<String, Set<String>> arrow : arrows.entrySet()) {
            LayeredArchitecture.LayerDependencySpecification layer = layers.whereLayer(arrow.getKey());
            layers = arrow.getValue().isEmpty()
                    ? layer.mayNotAccessAnyLayer()
                    : layer.mayOnlyAccessLayers(arrow.getValue().toArray(String[]::new));
        }
        return layers;
    }
}
