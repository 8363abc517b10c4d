package io.annals.readme;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What Failsafe reports of one suite in one server, with the properties in which the build and
 * {@code io.annals.server.TestedOn} have noted where it ran.
 */
record SuiteReport(
        String suite,
        String server,
        String version,
        List<String> databases,
        List<String> javas,
        int tests,
        int failed,
        int skipped,
        LocalDate day) {

    /** Where a suite ran that ended before it named a database. */
    static final String NO_DATABASE = "none";

    boolean hasPassed() {
        return failed == 0 && skipped == 0;
    }

    /**
     * Reads the reports of one execution.
     *
     * @throws IllegalStateException if a report is damaged, or they are not those of one run
     */
    static List<SuiteReport> ofRun(Path directory) throws IOException {
        List<SuiteReport> reports = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                reports.add(read(file));
            }
        }
        Path file = directory.resolve("failsafe-summary.xml");
        Element summary = parse(file, "failsafe-summary");
        if (!text(summary, "failureMessage", file).isBlank()) {
            throw new IllegalStateException("The run broke off, says " + file);
        }
        int ran = number(text(summary, "completed", file), file);
        int failed =
                number(text(summary, "errors", file), file)
                        + number(text(summary, "failures", file), file);
        int skipped = number(text(summary, "skipped", file), file);
        if (ran != reports.stream().mapToInt(SuiteReport::tests).sum()
                || failed != reports.stream().mapToInt(SuiteReport::failed).sum()
                || skipped != reports.stream().mapToInt(SuiteReport::skipped).sum()) {
            throw new IllegalStateException(
                    "The reports in %s are not those of the run that %s sums up: run the tests after mvn clean"
                            .formatted(directory, file.getFileName()));
        }
        return reports;
    }

    private static SuiteReport read(Path file) throws IOException {
        Element suite = parse(file, "testsuite");
        int tests = number(suite.getAttribute("tests"), file);
        if (suite.getElementsByTagName("testcase").getLength() != tests) {
            throw damaged(file, "it has not as many tests as it says");
        }
        Map<String, String> properties = new TreeMap<>();
        NodeList all = suite.getElementsByTagName("property");
        for (int i = 0; i < all.getLength(); i++) {
            Element property = (Element) all.item(i);
            properties.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        return new SuiteReport(
                suite.getAttribute("name").replaceFirst(".*\\.", ""),
                required(properties, "annals.server.name", file),
                required(properties, "annals.server.version", file),
                List.of(properties.getOrDefault("annals.tested.databases", NO_DATABASE).split(",")),
                // Where no server came up, it was to run on the Java of the tests.
                List.of(
                        properties
                                .getOrDefault(
                                        "annals.tested.java",
                                        required(properties, "java.version", file))
                                .split(",")),
                tests,
                number(suite.getAttribute("errors"), file)
                        + number(suite.getAttribute("failures"), file),
                number(suite.getAttribute("skipped"), file),
                LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC));
    }

    private static Element parse(Path file, String root) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // throws, and prints nothing
            Element element = builder.parse(file.toFile()).getDocumentElement();
            if (!element.getTagName().equals(root)) {
                throw damaged(file, "it begins with " + element.getTagName());
            }
            return element;
        } catch (SAXException e) {
            throw new IllegalStateException("Damaged: " + file, e);
        } catch (ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Element summary, String name, Path file) {
        NodeList found = summary.getElementsByTagName(name);
        if (found.getLength() != 1) {
            throw damaged(file, "it has not one " + name);
        }
        return found.item(0).getTextContent();
    }

    private static String required(Map<String, String> properties, String name, Path file) {
        String value = properties.get(name);
        if (value == null) {
            throw damaged(file, "it lacks the property " + name);
        }
        return value;
    }

    private static int number(String text, Path file) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("Damaged: " + file, e);
        }
    }

    private static IllegalStateException damaged(Path file, String reason) {
        return new IllegalStateException("Damaged: %s: %s".formatted(file, reason));
    }
}
