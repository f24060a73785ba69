/** Lists on top of JPA: base entities, and one mechanism that turns a list query into a database query. */
@NullMarked
package dev.ingot.controller.listing.db;

import org.jspecify.annotations.NullMarked;
