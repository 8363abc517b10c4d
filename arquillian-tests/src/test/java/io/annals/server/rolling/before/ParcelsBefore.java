package io.annals.server.rolling.before;

import io.annals.es.projection.Projection;
import io.annals.server.rolling.Diary;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows only that parcels are sent. */
@ApplicationScoped
@Projection(name = "parcels", categories = "parcel")
public class ParcelsBefore extends Diary {}
