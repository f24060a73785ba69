/** What the registry must know of the database: which space an app's images belong to. */
@NullMarked
package dev.ingot.controller.registry.db;

import org.jspecify.annotations.NullMarked;
