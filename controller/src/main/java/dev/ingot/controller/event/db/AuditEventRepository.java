package dev.ingot.controller.event.db;

import dev.ingot.controller.listing.db.ResourceRepository;

interface AuditEventRepository extends ResourceRepository<AuditEventEntity> {}
