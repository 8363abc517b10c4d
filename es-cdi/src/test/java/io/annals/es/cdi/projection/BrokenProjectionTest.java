package io.annals.es.cdi.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.ejb.Stateless;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.Typed;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokenProjectionTest {

    @ApplicationScoped
    @Projection(name = "followsNothing")
    static class FollowsNothing {}

    @ApplicationScoped
    @Projection(name = "one", version = 2)
    static class One {
        @EventHandler
        void on(Opened event) {}
    }

    @Dependent
    @Projection(name = "one", version = 2)
    static class Another {
        @EventHandler
        void on(CheckedOut event) {}
    }

    @SessionScoped
    @Projection(name = "session")
    static class OfASession implements Serializable {
        @EventHandler
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Stateless
    @Projection(name = "enterprise")
    static class EnterpriseBean {
        @EventHandler
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Projection(name = "transaction")
    static class OwnTransaction {
        @EventHandler
        @Transactional(TxType.REQUIRES_NEW)
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Projection(name = "reset")
    static class OwnTransactionOfReset {
        @EventHandler
        void on(Opened event) {}

        @OnReset
        @Transactional(TxType.REQUIRES_NEW)
        void empty() {}
    }

    @Stereotype
    @ApplicationScoped
    @Transactional(TxType.NOT_SUPPORTED)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Report {}

    @Report
    @Projection(name = "report")
    static class WithoutTransaction {
        @EventHandler
        void on(Opened event) {}
    }

    static class Above {
        @EventHandler
        @Asynchronous
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Projection(name = "later")
    static class Later extends Above {}

    @ApplicationScoped
    @Projection(name = "overriding")
    static class Overriding extends Above {
        @Override
        @Transactional(TxType.NEVER)
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Typed(Runnable.class)
    @Projection(name = "typed")
    static class OfAnotherType implements Runnable {
        @EventHandler
        void on(Opened event) {}

        @Override
        public void run() {}
    }

    @ApplicationScoped
    @Transactional
    @Projection(name = "joining")
    static class Joining {
        @EventHandler
        @Transactional(TxType.MANDATORY)
        void on(Opened event) {}
    }

    @Test
    void fails_where_a_projection_is_broken() {
        assertFails("no @EventHandler method", FollowsNothing.class);
    }

    @Test
    void fails_where_two_have_one_name_and_version() {
        assertFails(Another.class.getName(), One.class, Another.class);
        assertFails("'one-2'", One.class, Another.class);
    }

    @Test
    void fails_where_the_scope_belongs_to_callers() {
        assertFails("SessionScoped", OfASession.class);
    }

    @Test
    void fails_where_it_is_an_enterprise_bean() {
        assertFails("jakarta.ejb.Stateless", EnterpriseBean.class);
    }

    @Test
    void fails_where_a_handler_has_another_transaction_or_none() {
        assertFails("@Transactional(REQUIRES_NEW)", OwnTransaction.class);
        assertFails("@Transactional(NOT_SUPPORTED)", WithoutTransaction.class, Report.class);
        assertFails("@Transactional(NEVER)", Overriding.class, Above.class);
    }

    @Test
    void fails_where_a_reset_has_another_transaction() {
        assertFails("empty has @Transactional(REQUIRES_NEW)", OwnTransactionOfReset.class);
    }

    @Test
    void fails_where_a_handler_returns_before_its_work_is_done() {
        assertFails("Asynchronous", Later.class, Above.class);
    }

    @Test
    void fails_where_the_class_is_not_a_type_of_the_bean() {
        assertFails("@Typed", OfAnotherType.class);
        assertEquals(List.of(), ContainerNames.livingThreads());
    }

    @Test
    void tells_all_problems_at_once() {
        RuntimeException failure = deploymentOf(FollowsNothing.class, OwnTransaction.class);
        assertTrue(failure.getMessage().contains(FollowsNothing.class.getName()));
        assertTrue(failure.getMessage().contains(OwnTransaction.class.getName()));
    }

    @Test
    void a_handler_may_join_the_transaction() {
        Deployment.ofShop(Map.of(), Joining.class).close();
    }

    private static void assertFails(String named, Class<?>... beans) {
        RuntimeException failure = deploymentOf(beans);
        for (String name : List.of(named, beans[0].getName())) {
            assertTrue(
                    failure.getMessage().contains(name),
                    () -> name + " is not in: " + failure.getMessage());
        }
    }

    private static RuntimeException deploymentOf(Class<?>... beans) {
        return assertThrows(
                RuntimeException.class, () -> Deployment.ofShop(Map.of(), beans).close());
    }
}
