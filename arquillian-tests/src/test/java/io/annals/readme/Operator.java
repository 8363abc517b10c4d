package io.annals.readme;

import io.annals.es.Receipt;
import io.annals.es.consumer.Consumers;
import io.annals.es.spi.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** What an application can do with its consumers, as it is shown in docs/consumers.md. */
@ApplicationScoped
class Operator {

    // example:begin consumers
    @Inject Consumers consumers;

    void operate(Receipt receipt) {
        consumers.list(); // position, lag, rate, time left, who works for which segment
        consumers.pause("sales-1");
        consumers.resume("sales-1");
        consumers.reset("sales-1", 0); // or an instant, by the database's clock
        consumers.awaitCaughtUp("sales", receipt, Duration.ofSeconds(2));
        consumers.activate("sales", 2);
        consumers.retire("sales", 1);
    }

    // example:end

    // example:begin letters
    void retryAll(String consumer, String by) {
        long after = 0;
        for (var page = consumers.deadLetters(consumer, after, 100); // in the order of positions
                !page.isEmpty();
                page = consumers.deadLetters(consumer, after, 100)) {
            for (DeadLetter letter : page) {
                if (letter.stands()) { // others wait behind it
                    consumers.retry(consumer, letter.position(), by);
                }
                after = letter.position();
            }
        }
    }
    // example:end
}
