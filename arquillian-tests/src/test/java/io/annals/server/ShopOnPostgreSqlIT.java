package io.annals.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.spec.WebArchive;

class ShopOnPostgreSqlIT extends ShopContract {

    ShopOnPostgreSqlIT() {
        super("postgresql");
    }

    @Deployment(name = SHOP, managed = false, testable = false)
    @TargetsContainer("postgresql")
    static WebArchive shop() {
        return DemoArchive.withProbe();
    }
}
