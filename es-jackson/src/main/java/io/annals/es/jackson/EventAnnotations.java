package io.annals.es.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.annotation.JsonTypeResolver;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads Jackson's annotations, and refuses those of others and those that name classes in JSON. */
final class EventAnnotations extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private static final Set<JsonTypeInfo.Id> CLASSES =
            EnumSet.of(
                    JsonTypeInfo.Id.CLASS, JsonTypeInfo.Id.MINIMAL_CLASS, JsonTypeInfo.Id.CUSTOM);

    /** Jackson asks this of every class of which it is to find the members. */
    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(
            AnnotatedClass type, VisibilityChecker<?> checker) {
        JsonbAnnotations.refuse(type.getRawType());
        return super.findAutoDetectVisibility(type, checker);
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
            MapperConfig<?> config, Annotated place) {
        JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, place);
        if (info != null
                && (CLASSES.contains(info.getIdType())
                        || place.hasAnnotation(JsonTypeIdResolver.class)
                        || place.hasAnnotation(JsonTypeResolver.class))) {
            throw new RefusedClassException(
                    "@JsonTypeInfo at %s: JSON may name no class. Use Id.NAME, without a resolver"
                            .formatted(place));
        }
        return info;
    }

    /** A sealed type tells its subtypes itself. */
    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated type) {
        List<NamedType> named = super.findSubtypes(type);
        return named == null && type instanceof AnnotatedClass && type.getRawType().isSealed()
                ? Stream.<Class<?>>of(type.getRawType().getPermittedSubclasses())
                        .map(NamedType::new)
                        .toList()
                : named;
    }
}
