/** Lists of resources: what a client may ask (pages, order, filters, labels) and what it gets. Shared by all list endpoints. */
@NullMarked
package dev.ingot.controller.listing;

import org.jspecify.annotations.NullMarked;
