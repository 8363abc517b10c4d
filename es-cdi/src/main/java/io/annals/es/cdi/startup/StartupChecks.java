package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StorageProvider;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import java.util.ArrayList;
import java.util.List;

/**
 * Fails the deployment where a setting is wrong, or a module that the journal needs is missing or
 * there twice.
 */
public final class StartupChecks implements BuildCompatibleExtension {

    private final List<BeanInfo> storages = new ArrayList<>();
    private final List<BeanInfo> serializers = new ArrayList<>();

    /** For the container. */
    public StartupChecks() {}

    /** Remembers a storage. */
    @Registration(types = StorageProvider.class)
    public void storage(BeanInfo bean) {
        storages.add(bean);
    }

    /** Remembers a serialiser. */
    @Registration(types = EventSerializer.class)
    public void serializer(BeanInfo bean) {
        serializers.add(bean);
    }

    /** Checks the settings and the beans. */
    @Validation
    public void validate(Messages messages) {
        try {
            Settings.current();
        } catch (DefinitionException e) {
            messages.error(e.getMessage());
        }
        requireOne(storages, StorageProvider.class, "es-jpa", messages);
        requireOne(serializers, EventSerializer.class, "es-jsonb", messages);
    }

    private static void requireOne(
            List<BeanInfo> beans, Class<?> type, String module, Messages messages) {
        List<String> resolved =
                resolve(beans).stream().map(bean -> bean.declaringClass().name()).sorted().toList();
        if (resolved.isEmpty()) {
            messages.error(
                    "The journal needs a bean of type %s, and there is none. Add the module %s to the application"
                            .formatted(type.getName(), module));
        } else if (resolved.size() > 1) {
            messages.error(
                    "The journal needs one bean of type %s, and there are %s. Keep one, or give one @Alternative and @Priority"
                            .formatted(type.getName(), String.join(" and ", resolved)));
        }
    }

    /**
     * What CDI's rules leave of several beans: the alternatives of the highest priority, where
     * there are any.
     */
    private static List<BeanInfo> resolve(List<BeanInfo> beans) {
        List<BeanInfo> alternatives = beans.stream().filter(BeanInfo::isAlternative).toList();
        int highest = alternatives.stream().mapToInt(StartupChecks::priority).max().orElse(0);
        return alternatives.isEmpty()
                ? beans
                : alternatives.stream().filter(bean -> priority(bean) == highest).toList();
    }

    private static int priority(BeanInfo alternative) {
        Integer priority = alternative.priority();
        return priority == null ? Integer.MIN_VALUE : priority;
    }
}
