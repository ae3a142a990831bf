package io.picket;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as ARCHITECTURE.md draws it: who may import whom. A package that is not on the plan fails. */
class FloorPlanTest {

    private static final String ROOT = "io.picket";

    private static final Map<String, Set<String>> PLAN = Map.ofEntries(
            entry("text", Set.of()),
            entry("condition", Set.of()),
            entry("event", Set.of()),
            entry("kql", Set.of("text", "condition")),
            entry("mapping", Set.of("text", "condition")),
            entry("eql", Set.of("text", "condition")),
            entry("match", Set.of("condition", "event")),
            entry("enrich", Set.of("condition", "event")),
            entry("rule", Set.of("kql", "eql", "text", "condition")),
            entry("explain", Set.of("match", "enrich", "rule", "kql", "eql", "event", "condition", "text")),
            entry("example", Set.of("detect", "match", "rule", "eql", "event", "condition", "text")),
            entry("alert", Set.of("rule", "event", "text", "condition")),
            entry("detect", Set.of("match", "alert", "rule", "eql", "event", "condition", "text")));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<String> rooms() {
        Set<String> rooms = new TreeSet<>();
        HOUSE.forEach(type -> rooms.add(type.getPackageName().substring(ROOT.length() + 1)));
        return rooms.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void roomImportsOnlyWhatThePlanAllows(String room) {
        assertThat(PLAN).as("%s is not on the plan", room).containsKey(room);
        String[] allowed = Stream.concat(Stream.of(room), PLAN.getOrDefault(room, Set.of()).stream())
                .map(name -> ROOT + "." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .check(HOUSE);
    }

    /** Law 1: the core is a function. No wall clock, no thread, no file. */
    @Test
    void coreHasNoClockNoThreadNoFile() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.FileInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .check(HOUSE);
    }
}
