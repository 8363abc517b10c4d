package io.annals.es.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.regex.Pattern;

/** A Maven module, told apart by where its classes lie, and what it may import. */
enum Module {
    API("es-api", Set.of(), "org.jspecify.."),
    JSONB(
            "es-jsonb",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.enterprise.inject..",
            "jakarta.inject..",
            "jakarta.json.."),
    JACKSON(
            "es-jackson",
            Set.of("es-api"),
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "jakarta.annotation..",
            "jakarta.enterprise.inject..",
            "jakarta.inject..",
            "jakarta.interceptor..",
            "jakarta.json.."),
    PROTOBUF(
            "es-protobuf",
            Set.of("es-api"),
            "org.jspecify..",
            "com.google.protobuf..",
            "jakarta.enterprise.inject.."),
    TEST(
            "es-test",
            Set.of("es-api", "es-jsonb"),
            "org.jspecify..",
            "jakarta.enterprise..",
            "jakarta.inject..",
            "jakarta.json.bind..",
            "org.junit..",
            "org.opentest4j..",
            "net.jqwik.."),
    JPA(
            "es-jpa",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.persistence..",
            "jakarta.transaction..",
            "org.hibernate..",
            "org.postgresql.."),
    CDI(
            "es-cdi",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.annotation..",
            "jakarta.enterprise..",
            "jakarta.inject..",
            "jakarta.interceptor..",
            "jakarta.security.enterprise..",
            "jakarta.servlet..",
            "jakarta.transaction..",
            "org.eclipse.microprofile.config..",
            "org.eclipse.microprofile.health..",
            "org.eclipse.microprofile.jwt..",
            "org.eclipse.microprofile.metrics.."),
    OPENTELEMETRY(
            "es-opentelemetry",
            Set.of("es-api"),
            "org.jspecify..",
            "io.opentelemetry.api..",
            "io.opentelemetry.context..",
            "jakarta.annotation..",
            "jakarta.enterprise..",
            "jakarta.inject..",
            "org.eclipse.microprofile.config.."),
    MESSAGING(
            "es-messaging",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.annotation..",
            "jakarta.enterprise..",
            "jakarta.inject..",
            "jakarta.interceptor..",
            "jakarta.transaction..",
            "org.eclipse.microprofile.config..",
            "org.eclipse.microprofile.reactive..",
            "org.reactivestreams.."),
    KAFKA(
            "es-kafka",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.enterprise.inject..",
            "jakarta.inject..",
            "jakarta.json..",
            "org.apache.kafka..",
            "org.eclipse.microprofile.config.."),
    CONSOLE(
            "es-console",
            Set.of("es-api"),
            "org.jspecify..",
            "jakarta.enterprise.inject..",
            "jakarta.json..",
            "jakarta.servlet..",
            "org.eclipse.microprofile.config.."),
    DEMO(
            "demo-war",
            Set.of("es-api", "es-cdi"),
            "org.jspecify..",
            "jakarta..",
            "org.eclipse.microprofile.."),
    BENCH(
            "es-bench",
            Set.of("es-api", "es-jsonb", "es-jackson", "es-jpa", "es-opentelemetry"),
            "org.jspecify..",
            "jakarta.json..",
            "jakarta.persistence..",
            "io.annals.testing..",
            "io.zonky.test..",
            // What the journal is compared with.
            "com.fasterxml.jackson..",
            "io.agroal..",
            "io.opentelemetry..",
            "org.apache.pekko..",
            "org.axonframework..",
            "org.hibernate..",
            "org.postgresql..",
            "com.typesafe.config..",
            "scala..");

    final String artifact;
    private final Set<String> modules;
    private final String[] packages;

    Module(String artifact, Set<String> modules, String... packages) {
        this.artifact = artifact;
        this.modules = modules;
        this.packages = packages;
    }

    /** The classes of this module, in its directory or in its jar. */
    DescribedPredicate<JavaClass> classes() {
        return in(artifact);
    }

    DescribedPredicate<JavaClass> mayImport() {
        DescribedPredicate<JavaClass> allowed =
                JavaClass.Predicates.resideInAnyPackage("java..", "javax.naming..", "javax.sql..")
                        .or(JavaClass.Predicates.resideInAnyPackage(packages))
                        .or(classes());
        for (String module : modules) {
            allowed = allowed.or(in(module));
        }
        return allowed.as("%s, the JDK, %s and %s", artifact, modules, Set.of(packages));
    }

    private static DescribedPredicate<JavaClass> in(String artifact) {
        Pattern place =
                Pattern.compile(
                        ".*/" + artifact + "(/target/(classes/|[^/]+\\.jar!/)|-[^/]+\\.jar!/).*");
        return DescribedPredicate.describe(
                "classes of " + artifact,
                type ->
                        type.getBaseComponentType()
                                .getSource()
                                .map(source -> place.matcher(source.getUri().toString()).matches())
                                .orElse(type.getBaseComponentType().isPrimitive()));
    }
}
