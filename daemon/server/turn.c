/* What crosses between the loop and the workers. */
#include "server/turn.h"

#include <stdlib.h>
#include <time.h>

struct tip_item *tip_item_create(void)
{
    return calloc(1, sizeof(struct tip_item));
}

void tip_item_free(struct tip_item *item)
{
    if (item == NULL)
        return;
    tip_request_free(&item->request);
    tip_http_exchange_free(item->http);
    free(item);
}

void tip_item_list_add(struct tip_item_list *list, struct tip_item *item)
{
    item->next = NULL;
    if (list->tail == NULL)
        list->head = item;
    else
        list->tail->next = item;
    list->tail = item;
    list->count++;
    list->bytes += item->bytes;
}

void tip_item_list_weigh(struct tip_item_list *list, size_t bytes)
{
    list->bytes += bytes - list->tail->bytes;
    list->tail->bytes = bytes;
}

struct tip_item *tip_item_list_take(struct tip_item_list *list)
{
    struct tip_item *item = list->head;

    if (item == NULL)
        return NULL;
    list->head = item->next;
    if (list->head == NULL)
        list->tail = NULL;
    list->count--;
    list->bytes -= item->bytes;
    return item;
}

void tip_item_list_put_back(struct tip_item_list *list, struct tip_item_list *front)
{
    if (front->head == NULL)
        return;
    front->tail->next = list->head;
    if (list->tail == NULL)
        list->tail = front->tail;
    list->head = front->head;
    list->count += front->count;
    list->bytes += front->bytes;
    *front = (struct tip_item_list){0};
}

void tip_item_list_free(struct tip_item_list *list)
{
    struct tip_item *item;

    while ((item = tip_item_list_take(list)) != NULL)
        tip_item_free(item);
}

struct tip_turn *tip_turn_create(void)
{
    return calloc(1, sizeof(struct tip_turn));
}

void tip_turn_free(struct tip_turn *turn)
{
    if (turn == NULL)
        return;
    tip_item_list_free(&turn->items);
    tip_asker_release(turn->asker);
    tip_string_free(&turn->replies);
    free(turn);
}

int64_t tip_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
