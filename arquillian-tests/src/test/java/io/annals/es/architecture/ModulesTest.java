package io.annals.es.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that keep the modules apart and the packages whole. */
class ModulesTest {
    private static final String COMPARED = "io.annals.bench.compare..";

    private static JavaClasses all;

    @BeforeAll
    static void read_classes() {
        all =
                new ClassFileImporter()
                        .withImportOption(
                                location ->
                                        !location.contains("/test-classes/")
                                                && !location.contains("-tests.jar"))
                        .importPackages("io.annals");
    }

    @Test
    void every_module_with_sources_has_a_rule_and_its_classes_here() throws IOException {
        Set<String> withSources;
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            withSources =
                    modules.filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                            .map(module -> module.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> checked =
                Stream.of(Module.values())
                        .filter(module -> !all.that(module.classes()).isEmpty())
                        .map(module -> module.artifact)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(withSources, checked);
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void module_imports_only_what_it_may(Module module) {
        classes()
                .that(module.classes())
                .should()
                .onlyDependOnClassesThat(module.mayImport())
                .allowEmptyShould(true)
                .check(all);
    }

    /** Those who are compared with the storage may, each in its own way. */
    @Test
    void only_the_relational_storage_speaks_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.annals.es.jpa..", "io.annals.demo.database..", COMPARED)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(all);
    }

    /** But for services that the library itself looks for, and no class of ours names. */
    @ParameterizedTest
    @ValueSource(strings = {"org.postgresql", "org.hibernate"})
    void what_an_application_may_not_have_is_behind_one_class(String library) {
        Set<String> users =
                all.that(JavaClass.Predicates.resideInAPackage("io.annals.es..")).stream()
                        .filter(
                                type ->
                                        type.getDirectDependenciesFromSelf().stream()
                                                .anyMatch(
                                                        to ->
                                                                to.getTargetClass()
                                                                        .getPackageName()
                                                                        .startsWith(library)))
                        .map(type -> type.getName().replaceFirst("\\$.*", ""))
                        .filter(ModulesTest::isNamedByOthers)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(1, users.size(), () -> "not one class uses it: " + users);
    }

    private static boolean isNamedByOthers(String type) {
        return all.get(type).getDirectDependenciesToSelf().stream()
                .anyMatch(from -> !from.getOriginClass().getName().startsWith(type));
    }

    @Test
    void packages_have_no_cycles() {
        slices().assignedFrom(eachPackage()).should().beFreeOfCycles().check(all);
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> unmarked =
                all.stream()
                        .map(JavaClass::getPackage)
                        .filter(place -> !place.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unmarked);
    }

    @Test
    void packages_are_ideas() {
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..util..", "..utils..", "..model..", "..common..")
                .check(all);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Manager|Helper)(\\$.*)?")
                .orShould()
                .haveNameMatching("(.*\\.)?(I[A-Z][a-z]\\w*|AbstractBase\\w*)")
                .check(all);
    }

    /** Discovery may: at deployment the names are those of the application's own classes. */
    @Test
    void nothing_but_discovery_turns_names_into_classes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.annals.es.cdi..")
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .check(all);
    }

    @Test
    void nothing_uses_java_serialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutputStream.class)
                .check(all);
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "each package";
            }
        };
    }
}
