package io.annals.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.spec.WebArchive;

class ShopOnH2IT extends ShopContract {

    ShopOnH2IT() {
        super("h2");
    }

    @Deployment(name = SHOP, managed = false, testable = false)
    @TargetsContainer("h2")
    static WebArchive shop() {
        return DemoArchive.withProbe();
    }
}
