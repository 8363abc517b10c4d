package io.annals.es.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * What applications can see has a comment. What else may be wrong with comments the compiler finds,
 * by {@code -Xdoclint}.
 */
class DocumentedTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everything_public_says_what_it_is_for() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of(),
                                    null,
                                    files.getJavaFileObjectsFromPaths(published()));
            Undocumented undocumented = new Undocumented(DocTrees.instance(task));
            for (CompilationUnitTree file : task.parse()) {
                undocumented.scan(file, null);
            }
            assertEquals(List.of(), undocumented.found);
            assertTrue(undocumented.seen > 500, "Only so many comments: " + undocumented.seen);
        }
    }

    /** The sources of the modules that are published, without what is generated. */
    private static List<Path> published() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path java = module.resolve("src/main/java");
                if (Files.isDirectory(java)
                        && !Files.readString(module.resolve("pom.xml"))
                                .contains("<maven.javadoc.skip>")) {
                    try (Stream<Path> files = Files.walk(java)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> found = new ArrayList<>();
        private int seen;

        Undocumented(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!visible(type.getModifiers())) {
                return null;
            }
            look(type.getSimpleName());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean overrides =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
            boolean constructor = method.getReturnType() == null; // says what its type says
            if (visible(method.getModifiers()) && !overrides && !constructor) {
                look(method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (visible(field.getModifiers())) {
                look(field.getName());
            }
            return null;
        }

        private void look(CharSequence name) {
            seen++;
            if (docs.getDocComment(getCurrentPath()) == null) {
                CompilationUnitTree file = getCurrentPath().getCompilationUnit();
                found.add(
                        "%s:%d %s"
                                .formatted(
                                        ROOT.relativize(Path.of(file.getSourceFile().toUri())),
                                        file.getLineMap()
                                                .getLineNumber(
                                                        position(getCurrentPath().getLeaf())),
                                        name));
            }
        }

        private long position(Tree tree) {
            return docs.getSourcePositions()
                    .getStartPosition(getCurrentPath().getCompilationUnit(), tree);
        }

        private boolean visible(ModifiersTree modifiers) {
            TreePath around = getCurrentPath().getParentPath();
            boolean ofInterface =
                    around.getLeaf().getKind() == Tree.Kind.INTERFACE
                            || around.getLeaf().getKind() == Tree.Kind.ANNOTATION_TYPE;
            return ofInterface
                    || modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED);
        }
    }
}
