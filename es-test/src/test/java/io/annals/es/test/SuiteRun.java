package io.annals.es.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * One run of the suite, from within a test.
 *
 * @param passed how many tests passed
 * @param failed the names of those that failed
 * @param report everything about the failures
 */
record SuiteRun(long passed, Set<String> failed, String report) {

    static SuiteRun of(Class<? extends JournalStorageContract> suite) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(suite))
                        .filters(EngineFilter.includeEngines("junit-jupiter"))
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        StringWriter report = new StringWriter();
        summary.printFailuresTo(new PrintWriter(report), 5);
        return new SuiteRun(
                summary.getTestsSucceededCount(),
                summary.getFailures().stream()
                        .map(failure -> failure.getTestIdentifier().getDisplayName())
                        .map(name -> name.replace("()", ""))
                        .collect(Collectors.toSet()),
                report.toString());
    }
}
