package dev.ingot.controller.droplet.db;

import dev.ingot.controller.listing.db.ResourceRepository;

/** Droplets by guid. */
public interface DropletRepository extends ResourceRepository<DropletEntity> {}
