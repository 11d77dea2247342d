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
    private static final String BYTES = "..livekit.bytes";

    /** Every package, and those that it may lean on, all of which stand above it. */
    private static final String ARROWS = """
            checks:
            threads:
            pace:
            bytes:
            egress: checks
            api: checks egress
            calls: checks egress api
            stop: checks pace bytes egress api calls
            events: api stop
            start: checks pace egress api calls stop events
            presence: checks
            room: checks bytes
            media: checks room
            host: checks pace threads presence
            server: checks room
            server.webhook: checks room server
            server.lease: checks room server
            server.guard: checks pace bytes room stop
            server.rooms: checks pace threads api calls stop room server server.webhook server.lease server.guard
            livekit: checks threads egress api calls stop events start server server.rooms
            metrics: stop events room server.guard server.rooms livekit
            webrtc: checks pace threads api livekit presence room media host server
            testkit: checks api livekit webrtc
            """;

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layers(arrows());

    @ArchTest
    static final ArchRule EGRESS_IS_PURE = Purity.of("..livekit.egress", CHECKS, "com.google.protobuf..", "livekit");

    @ArchTest
    static final ArchRule PRESENCE_IS_PURE = Purity.of("..livekit.presence", CHECKS, CORE);

    @ArchTest
    static final ArchRule ROOM_IS_PURE = Purity.of("..livekit.room", CHECKS, CORE, BYTES);

    @ArchTest
    static final ArchRule GUARD_IS_PURE = Purity.of(
            "..livekit.server.guard",
            CHECKS,
            CORE,
            BYTES,
            "..livekit.pace",
            "..livekit.room",
            "..livekit.stop",
            "java.nio..",
            "java.util.zip",
            "java.io");

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
