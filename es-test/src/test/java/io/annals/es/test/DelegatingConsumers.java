package io.annals.es.test;

import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.StoredConsumer;
import java.util.List;
import java.util.Optional;

/** What a sound storage keeps of consumers, of which a subclass breaks one thing. */
public class DelegatingConsumers implements ConsumerStore {

    protected final ConsumerStore sound;

    protected DelegatingConsumers(ConsumerStore sound) {
        this.sound = sound;
    }

    @Override
    public List<StoredConsumer> all() {
        return sound.all();
    }

    @Override
    public Optional<StoredConsumer> find(String name) {
        return sound.find(name);
    }

    @Override
    public void create(StoredConsumer consumer) {
        sound.create(consumer);
    }

    @Override
    public void change(StoredConsumer changed) {
        sound.change(changed);
    }

    @Override
    public boolean share(String name) {
        return sound.share(name);
    }

    @Override
    public boolean lock(String name) {
        return sound.lock(name);
    }

    @Override
    public void remove(String name) {
        sound.remove(name);
    }
}
