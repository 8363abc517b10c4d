package io.annals.tutorial;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

// example:begin
@Path("debts")
@RequestScoped
@Produces("application/json")
public class DebtResource {

    @PersistenceContext EntityManager view;

    @GET
    public List<Debt> all() {
        return view.createQuery("select debt from Debt debt order by debt.holder", Debt.class)
                .getResultList();
    }
}
// example:end
