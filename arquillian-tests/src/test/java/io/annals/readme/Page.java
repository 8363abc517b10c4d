package io.annals.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page of the documentation, by its path from the root of the project. */
record Page(Path path, String text, Node document) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final Pattern ID = Pattern.compile("<h\\d id=\"([^\"]+)\"");
    private static final Pattern TITLE = Pattern.compile("^# (.+)$", Pattern.MULTILINE);
    private static final Pattern INCLUDE = Pattern.compile("<!-- include: ([^>]+) -->");

    /** A block of code; what it includes is a list of sources, and empty where it names none. */
    record Block(String language, String code, List<String> includes) {}

    /** All pages: those in the root, and those below docs. */
    static List<Page> all() {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().map(ROOT::relativize).map(Page::read).toList();
    }

    static Page read(Path path) {
        try {
            String text = Files.readString(ROOT.resolve(path));
            return new Page(path, text, PARSER.parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String title() {
        Matcher title = TITLE.matcher(text);
        return title.find() ? title.group(1) : path.toString();
    }

    String html() {
        return RENDERER.render(document);
    }

    /** What a link can name behind a hash: the headings, named as GitHub names them. */
    Set<String> anchors() {
        Set<String> anchors = new TreeSet<>();
        ID.matcher(html()).results().forEach(id -> anchors.add(id.group(1)));
        return anchors;
    }

    /** Where the page leads, but for other sites. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        rewritten(
                link -> {
                    links.add(link);
                    return link;
                });
        return links;
    }

    /** This page with other links, but for those to other sites. */
    Page rewritten(UnaryOperator<String> link) {
        Page copy = new Page(path, text, PARSER.parse(text));
        copy.document.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Link it) {
                        if (isLocal(it.getDestination())) {
                            it.setDestination(link.apply(it.getDestination()));
                        }
                        visitChildren(it);
                    }

                    @Override
                    public void visit(Image it) {
                        if (isLocal(it.getDestination())) {
                            it.setDestination(link.apply(it.getDestination()));
                        }
                        visitChildren(it);
                    }
                });
        return copy;
    }

    /** What is wrong with a link of this page, if something is. */
    Optional<String> broken(String link, Map<Path, Page> pages) {
        Path target = target(link);
        String anchor = link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
        if (!target.startsWith(ROOT) || !Files.exists(target)) {
            return Optional.of(path + ": there is no " + link);
        }
        Page page = pages.get(ROOT.relativize(target));
        if (!anchor.isEmpty() && (page == null || !page.anchors().contains(anchor))) {
            return Optional.of(path + ": there is no heading for " + link);
        }
        return Optional.empty();
    }

    /** The file that a link of this page names. */
    Path target(String link) {
        String file = link.replaceFirst("#.*", "");
        Path here = ROOT.resolve(path);
        return file.isEmpty() ? here : here.resolveSibling(file).normalize();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        document.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(FencedCodeBlock block) {
                        blocks.add(new Block(block.getInfo(), block.getLiteral(), includes(block)));
                    }

                    @Override
                    public void visit(IndentedCodeBlock block) {
                        blocks.add(new Block("", block.getLiteral(), includes(block)));
                    }
                });
        return blocks;
    }

    private static List<String> includes(Node block) {
        if (block.getPrevious() instanceof HtmlBlock before) {
            Matcher include = INCLUDE.matcher(before.getLiteral().trim());
            if (include.matches()) {
                return List.of(include.group(1).trim().split("\\s+"));
            }
        }
        return List.of();
    }

    private static boolean isLocal(String link) {
        return URI.create(link).getScheme() == null;
    }
}
