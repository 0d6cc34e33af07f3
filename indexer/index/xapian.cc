/* The inverted index in Xapian: arguments in, exceptions to statuses, results out.
 *
 * The only C++ of the product. Every function of index.h is noexcept and one guard(); translate()
 * is the one place where exceptions become statuses. Results for the caller are taken from
 * malloc(3) and held by an owner until nothing can throw any more.
 *
 * A writer lives in one transaction after the other: so nothing reaches the disk before commit,
 * neither at Xapian's own threshold of 10,000 changes nor when an unfinished writer is closed.
 *
 * Xapian's calls that discard every uncommitted change when they throw (replacing and deleting)
 * are made only with what was checked before. Paths are opened as glass databases, never as stub
 * files, which could name a database on another machine or a program to start. */
#include "index/index.h"

#include <endian.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/bitmap_walk.h"
#include "index/index_arguments.h"

struct tip_index_writer {
    std::string path;
    Xapian::WritableDatabase database;
    bool has_failed; /* uncommitted changes were lost: only to be closed */
};

struct tip_index {
    std::string path;
    Xapian::Database database;
    const tip_bitmap *visible;                             /* of a restricted handle; else NULL */
    std::unordered_map<std::string, uint32_t> frequencies; /* known, of a restricted handle */
};

namespace
{

/* ---- exceptions become statuses ---- */

/* What was being done, for messages. */
struct Task {
    const char *doing;
    const char *path;
};

/* The system's text of the error behind an exception, or NULL; making it may need memory. */
const char *system_text(const Xapian::Error &e) noexcept
{
    try {
        return e.get_error_string();
    } catch (...) {
        return nullptr;
    }
}

tip_status report(tip_error *error, tip_status status, const Task &task, const Xapian::Error &e)
{
    return tip_index_fail(error, status, task.path, task.doing, e.get_msg().c_str(),
                          system_text(e));
}

tip_status report(tip_error *error, tip_status status, const Task &task, const char *what)
{
    return tip_index_fail(error, status, task.path, task.doing, what, nullptr);
}

/* The statuses that Xapian has no class of its own for; what failed in a commit stands in the
 * message only. */
tip_status database_status(const Xapian::DatabaseError &e)
{
    const char *full = std::strerror(ENOSPC);
    const char *text = system_text(e);
    const char *message = e.get_msg().c_str();
    if ((text != nullptr && std::strcmp(text, full) == 0) || std::strstr(message, full) != nullptr)
        return TIP_NO_SPACE;
    /* a table that is shorter than its root says */
    return std::strncmp(message, "EOF reading", 11) == 0 ? TIP_CORRUPT : TIP_DATABASE;
}

/* The status of the exception that is being handled: the subclass before its base. */
tip_status translate(tip_error *error, const Task &task) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return report(error, TIP_NOT_FOUND, task, e);
    } catch (const Xapian::DocNotFoundError &e) {
        return report(error, TIP_NOT_FOUND, task, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return report(error, TIP_FORMAT, task, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return report(error, TIP_CORRUPT, task, e);
    } catch (const Xapian::DatabaseLockError &e) {
        return report(error, TIP_LOCKED, task, e);
    } catch (const Xapian::DatabaseOpeningError &e) {
        return report(error, TIP_OPENING, task, e);
    } catch (const Xapian::DatabaseError &e) {
        return report(error, database_status(e), task, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return report(error, TIP_INVALID, task, e);
    } catch (const Xapian::RangeError &e) {
        return report(error, TIP_INVALID, task, e);
    } catch (const Xapian::UnimplementedError &e) {
        return report(error, TIP_UNSUPPORTED, task, e);
    } catch (const Xapian::FeatureUnavailableError &e) {
        return report(error, TIP_UNSUPPORTED, task, e);
    } catch (const Xapian::Error &e) {
        return report(error, TIP_DATABASE, task, e);
    } catch (const std::bad_alloc &) {
        return report(error, TIP_NO_MEMORY, task, "there is not enough memory");
    } catch (const std::exception &e) {
        return report(error, TIP_INTERNAL, task, e.what());
    } catch (...) {
        return report(error, TIP_UNKNOWN, task, "an error of unknown kind");
    }
}

/* Runs `body`, which returns a status, and turns what it throws into one. */
template <typename Body>
tip_status guard(tip_error *error, const Task &task, const Body &body) noexcept
{
    try {
        return body();
    } catch (...) {
        return translate(error, task);
    }
}

/* The same for a change: what Xapian throws then has cost every uncommitted one. */
template <typename Body>
tip_status guard_change(tip_index_writer *writer, tip_error *error, const char *doing,
                        const Body &body) noexcept
{
    const Task task = {doing, writer->path.c_str()};
    if (writer->has_failed)
        return report(error, TIP_DATABASE, task,
                      "an earlier change failed and took the others along: close the writer and "
                      "start anew");
    tip_status status = guard(error, task, body);
    writer->has_failed = status != TIP_OK;
    return status;
}

/* ---- what goes in and comes out ---- */

struct Free {
    void operator()(void *memory) const noexcept
    {
        std::free(memory);
    }
};

template <typename Element> using Owned = std::unique_ptr<Element[], Free>;

/* Room for `count` elements, for free(3). */
template <typename Element> Owned<Element> allocate(size_t count)
{
    auto *memory = static_cast<Element *>(std::calloc(count > 0 ? count : 1, sizeof(Element)));
    if (memory == nullptr)
        throw std::bad_alloc();
    return Owned<Element>(memory);
}

/* Hands bytes behind `start` to the caller, with a NUL behind them. */
void hand_out(const std::string &bytes, size_t start, char **out, size_t *length)
{
    auto copy = allocate<char>(bytes.size() - start + 1);
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(start), bytes.end(), copy.get());
    *length = bytes.size() - start;
    *out = copy.release();
}

tip_status make_document(Xapian::Document &document, uint32_t number, const tip_index_term *terms,
                         size_t term_count, const void *record, size_t record_length,
                         tip_error *error)
{
    for (size_t i = 0; i < term_count; i++)
        document.add_term(std::string(terms[i].text, terms[i].length), terms[i].frequency);
    if (document.termlist_count() != term_count)
        return tip_error_set(error, TIP_INVALID, "passage %u: a term is given twice", number);
    document.set_data(std::string(static_cast<const char *>(record), record_length));
    return TIP_OK;
}

/* ---- ranking ---- */

/* Scores are sums of multiples of this step: such sums are exact below 2^17, so they do not depend
 * on the order in which Xapian adds them up, which goes by how often terms stand in the whole
 * database. */
double in_steps(double weight)
{
    constexpr double step = 1.0 / (INT64_C(1) << 36);
    return std::nearbyint(weight / step) * step;
}

/* factor * f / (f + k1 * TIP_WEIGHT_SCALE): BM25F whose lengths were seen to when the passage was
 * indexed, so no document's length is read. */
class FrequencyWeight : public Xapian::Weight
{
  public:
    explicit FrequencyWeight(double saturation_) : saturation(saturation_), factor(0)
    {
        need_stat(WDF);
        need_stat(WDF_MAX);
    }

    double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override
    {
        return part(wdf);
    }

    double get_maxpart() const override
    {
        return part(get_wdf_upper_bound());
    }

    double get_sumextra(Xapian::termcount, Xapian::termcount) const override
    {
        return 0;
    }

    double get_maxextra() const override
    {
        return 0;
    }

  private:
    FrequencyWeight *clone() const override
    {
        return new FrequencyWeight(saturation);
    }

    void init(double factor_) override
    {
        factor = factor_;
    }

    double part(Xapian::termcount wdf) const
    {
        return wdf == 0 ? 0 : in_steps(factor * wdf / (wdf + saturation));
    }

    double saturation;
    double factor;
};

/* The passages of a bitmap, all of one weight, up to a deadline: under OP_FILTER its end is the end
 * of the whole match, within a millisecond, and what was found is kept.
 *
 * One without weight, the filter, says that it is the rarest, so that it leads and the terms are
 * only asked to skip to where it is: next() of Xapian's OR leaves out a passage where it turns into
 * an AND (1.4.22, orpostlist.cc: it goes on behind the farther of its two sides, at which it has
 * not yet been), and skip_to() does not. */
class BitmapSource : public Xapian::PostingSource
{
  public:
    BitmapSource(const tip_bitmap *passages, int64_t deadline_ns, double weight_ = 0)
        : walk{passages, deadline_ns, 0, 0, false}, members(tip_bitmap_count(passages)),
          weight(in_steps(weight_))
    {
    }

    void init(const Xapian::Database &database) override
    {
        members = std::min(members, database.get_doccount());
        walk.position = 0;
        set_maxweight(weight);
    }

    double get_weight() const override
    {
        return weight;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return weight > 0 ? members : 0;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return members;
    }

    void next(double) override
    {
        tip_bitmap_walk_to(&walk, walk.position + 1);
    }

    void skip_to(Xapian::docid number, double) override
    {
        if (number > walk.position)
            tip_bitmap_walk_to(&walk, number);
    }

    bool at_end() const override
    {
        return walk.position >= walk.bitmap->size;
    }

    Xapian::docid get_docid() const override
    {
        return walk.position;
    }

    bool was_cut() const
    {
        return walk.is_cut;
    }

  private:
    tip_bitmap_walk walk;
    Xapian::doccount members;
    double weight;
};

/* Orders passages of one score by their places. */
class PlaceKey : public Xapian::KeyMaker
{
  public:
    explicit PlaceKey(const uint32_t *order_) : order(order_)
    {
    }

    std::string operator()(const Xapian::Document &document) const override
    {
        const uint32_t place = htobe32(order[document.get_docid()]);
        return std::string(reinterpret_cast<const char *>(&place), sizeof place);
    }

  private:
    const uint32_t *order;
};

/* Any of the terms, each with its idf, and of the sets, whose sources must outlive the match; what
 * cannot be a term stands nowhere and is left out. */
Xapian::Query any_of(const tip_rank_request &request, std::deque<BitmapSource> &sources)
{
    std::vector<Xapian::Query> parts;
    parts.reserve(request.term_count + request.set_count);
    for (size_t i = 0; i < request.set_count; i++) {
        sources.emplace_back(request.sets[i].passages, 0, request.sets[i].weight);
        parts.emplace_back(&sources.back());
    }
    for (size_t i = 0; i < request.term_count; i++) {
        const tip_rank_term &term = request.terms[i];
        if (tip_term_is_storable(term.text, term.length))
            parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT,
                               Xapian::Query(std::string(term.text, term.length)), term.idf);
    }
    return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

void hand_out_hits(const Xapian::MSet &found, tip_rank_result *result)
{
    auto hits = allocate<tip_rank_hit>(found.size());
    size_t count = 0;
    for (Xapian::MSetIterator hit = found.begin(); hit != found.end(); ++hit)
        hits[count++] = {*hit, hit.get_weight()};
    result->count = count;
    result->hits = hits.release();
}

/* Calls `visit` with the passages of a term below `size`, of a restricted handle the visible ones:
 * it leaps over runs of others. */
template <typename Visit>
void visit_postings(const tip_index &index, const std::string &term, uint32_t size,
                    const Visit &visit)
{
    const Xapian::PostingIterator end = index.database.postlist_end(term);
    auto number = index.database.postlist_begin(term);
    while (number != end && *number < size) {
        if (index.visible == nullptr || tip_bitmap_has(index.visible, *number)) {
            visit(*number);
            ++number;
        } else {
            const uint32_t next = tip_bitmap_next(index.visible, *number);
            if (next >= index.visible->size)
                break;
            number.skip_to(next);
        }
    }
}

constexpr size_t known_frequencies = 1 << 14; /* some 2 MiB */

/* In how many visible passages a term stands. */
uint32_t count_visible(tip_index &index, const std::string &term)
{
    const auto known = index.frequencies.find(term);
    if (known != index.frequencies.end())
        return known->second;
    uint32_t count = 0;
    visit_postings(index, term, index.visible->size, [&](uint32_t) { count++; });
    if (index.frequencies.size() >= known_frequencies)
        index.frequencies.clear();
    index.frequencies.emplace(term, count);
    return count;
}

/* The highest number in use: Xapian remembers the highest that ever was. */
Xapian::docid last_number_of(const Xapian::Database &database)
{
    const Xapian::docid highest = database.get_lastdocid();
    Xapian::PostingIterator end = database.postlist_end("");
    Xapian::PostingIterator numbers = database.postlist_begin("");
    if (numbers == end)
        return 0;
    numbers.skip_to(highest);
    if (numbers != end)
        return highest;
    Xapian::docid last = 0;
    for (numbers = database.postlist_begin(""); numbers != end; ++numbers)
        last = *numbers;
    return last;
}

/* Opens or creates, and begins the first transaction. */
tip_status open_writer(tip_index_writer **out, const char *path, int flags, const char *doing,
                       tip_error *error) noexcept
{
    return guard(error, {doing, path}, [&] {
        tip_status status = tip_index_check_path(path, error);
        if (status != TIP_OK)
            return status;
        auto writer = std::make_unique<tip_index_writer>();
        writer->path = path;
        writer->database = Xapian::WritableDatabase(path, flags | Xapian::DB_BACKEND_GLASS);
        writer->database.begin_transaction(false);
        *out = writer.release();
        return TIP_OK;
    });
}

} // namespace

/* ---- writing ---- */

tip_status tip_index_create(tip_index_writer **out, const char *path, tip_error *error) noexcept
{
    return open_writer(out, path, Xapian::DB_CREATE, "creating the database", error);
}

tip_status tip_index_open_writer(tip_index_writer **out, const char *path,
                                 tip_error *error) noexcept
{
    return open_writer(out, path, Xapian::DB_OPEN, "opening the database for writing", error);
}

tip_status tip_index_put(tip_index_writer *writer, uint32_t number, const tip_index_term *terms,
                         size_t term_count, const void *record, size_t record_length,
                         tip_error *error) noexcept
{
    const char *doing = "storing a passage";
    return guard(error, {doing, writer->path.c_str()}, [&] {
        tip_status status = tip_index_check_put(number, terms, term_count, error);
        if (status != TIP_OK)
            return status;
        Xapian::Document document;
        status = make_document(document, number, terms, term_count, record, record_length, error);
        if (status != TIP_OK)
            return status;
        return guard_change(writer, error, doing, [&] {
            writer->database.replace_document(number, document);
            return TIP_OK;
        });
    });
}

tip_status tip_index_remove(tip_index_writer *writer, uint32_t number, tip_error *error) noexcept
{
    const char *doing = "removing a passage";
    return guard(error, {doing, writer->path.c_str()}, [&] {
        writer->database.get_doclength(number); /* throws when there is no such passage */
        return guard_change(writer, error, doing, [&] {
            writer->database.delete_document(number);
            return TIP_OK;
        });
    });
}

/* A value is stored behind one byte, as Xapian takes an empty one for none. */
tip_status tip_index_set_value(tip_index_writer *writer, const char *key, const void *bytes,
                               size_t length, tip_error *error) noexcept
{
    const char *doing = "storing a value";
    return guard(error, {doing, writer->path.c_str()}, [&] {
        tip_status status = tip_index_check_key(key, error);
        if (status != TIP_OK)
            return status;
        std::string value(1, '=');
        value.append(static_cast<const char *>(bytes), length);
        return guard_change(writer, error, doing, [&] {
            writer->database.set_metadata(key, value);
            return TIP_OK;
        });
    });
}

tip_status tip_index_commit(tip_index_writer *writer, tip_error *error) noexcept
{
    return guard_change(writer, error, "committing", [&] {
        writer->database.commit_transaction();
        writer->database.commit();
        writer->database.begin_transaction(false);
        return TIP_OK;
    });
}

void tip_index_close_writer(tip_index_writer *writer) noexcept
{
    delete writer; /* the open transaction is cancelled */
}

tip_status tip_index_compact(const char *from, const char *to, tip_error *error) noexcept
{
    return guard(error, {"compacting the database", from}, [&] {
        tip_status status = tip_index_check_path(from, error);
        if (status != TIP_OK)
            return status;
        Xapian::Database database(from, Xapian::DB_BACKEND_GLASS);
        database.compact(to, Xapian::DBCOMPACT_NO_RENUMBER);
        return TIP_OK;
    });
}

/* ---- reading ---- */

tip_status tip_index_open(tip_index **out, const char *path, tip_error *error) noexcept
{
    return guard(error, {"opening the database", path}, [&] {
        tip_status status = tip_index_check_path(path, error);
        if (status != TIP_OK)
            return status;
        auto index = std::make_unique<tip_index>();
        index->path = path;
        index->database = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
        *out = index.release();
        return TIP_OK;
    });
}

tip_status tip_index_restrict(tip_index **out, const tip_index *whole, const tip_bitmap *visible,
                              tip_error *error) noexcept
{
    return guard(error, {"restricting the database", whole->path.c_str()}, [&] {
        auto index = std::make_unique<tip_index>();
        index->path = whole->path;
        index->database = whole->database;
        index->visible = visible;
        *out = index.release();
        return TIP_OK;
    });
}

void tip_index_close(tip_index *index) noexcept
{
    delete index;
}

tip_status tip_index_size(tip_index *index, uint32_t *passages, uint32_t *last_number,
                          tip_error *error) noexcept
{
    return guard(error, {"counting the passages", index->path.c_str()}, [&] {
        const Xapian::docid last = last_number_of(index->database);
        *passages = index->database.get_doccount();
        *last_number = last;
        return TIP_OK;
    });
}

tip_status tip_index_frequency(tip_index *index, const char *term, size_t length,
                               uint32_t *passages, tip_error *error) noexcept
{
    return guard(error, {"counting the passages of a term", index->path.c_str()}, [&] {
        *passages = 0;
        if (!tip_term_is_storable(term, length))
            return TIP_OK;
        const std::string name(term, length);
        *passages = index->visible == nullptr ? index->database.get_termfreq(name)
                                              : count_visible(*index, name);
        return TIP_OK;
    });
}

tip_status tip_index_postings(tip_index *index, const char *term, size_t length, tip_bitmap *bitmap,
                              tip_error *error) noexcept
{
    return guard(error, {"reading the passages of a term", index->path.c_str()}, [&] {
        if (!tip_term_is_storable(term, length))
            return TIP_OK;
        visit_postings(*index, std::string(term, length), bitmap->size,
                       [&](uint32_t number) { tip_bitmap_set(bitmap, number); });
        return TIP_OK;
    });
}

tip_status tip_index_record(tip_index *index, uint32_t number, char **record, size_t *length,
                            tip_error *error) noexcept
{
    return guard(error, {"reading a passage", index->path.c_str()}, [&] {
        hand_out(index->database.get_document(number).get_data(), 0, record, length);
        return TIP_OK;
    });
}

tip_status tip_index_value(tip_index *index, const char *key, char **bytes, size_t *length,
                           tip_error *error) noexcept
{
    return guard(error, {"reading a value", index->path.c_str()}, [&] {
        tip_status status = tip_index_check_key(key, error);
        if (status != TIP_OK)
            return status;
        const std::string value = index->database.get_metadata(key);
        if (value.empty())
            return tip_error_set(error, TIP_NOT_FOUND, "%s: there is no value \"%s\"",
                                 index->path.c_str(), key);
        hand_out(value, 1, bytes, length);
        return TIP_OK;
    });
}

tip_status tip_index_rank(tip_index *index, const tip_rank_request *request,
                          tip_rank_result *result, tip_error *error) noexcept
{
    return guard(error, {"ranking", index->path.c_str()}, [&] {
        tip_status status = tip_index_check_rank(request, error);
        if (status != TIP_OK)
            return status;
        BitmapSource among(request->among, request->deadline_ns);
        PlaceKey places(request->order);
        std::deque<BitmapSource> sources;
        Xapian::Enquire enquire(index->database);
        enquire.set_weighting_scheme(FrequencyWeight(request->k1 * TIP_WEIGHT_SCALE));
        enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, any_of(*request, sources),
                                        Xapian::Query(&among)));
        if (request->order != nullptr)
            enquire.set_sort_by_relevance_then_key(&places, false);
        hand_out_hits(enquire.get_mset(0, request->limit), result);
        result->is_cut = among.was_cut();
        return TIP_OK;
    });
}

tip_status tip_index_check(const char *path, tip_error *error) noexcept
{
    return guard(error, {"checking the database", path}, [&] {
        tip_status status = tip_index_check_path(path, error);
        if (status != TIP_OK)
            return status;
        /* Opened first, so that what is no glass database is not checked as a stub file. */
        Xapian::Database(path, Xapian::DB_BACKEND_GLASS).close();
        const size_t errors = Xapian::Database::check(path, 0, nullptr);
        if (errors == 0)
            return TIP_OK;
        return tip_error_set(error, TIP_CORRUPT,
                             "%s: %zu errors in the database: build the index again or restore a "
                             "backup",
                             path, errors);
    });
}

const char *tip_index_xapian_version(void) noexcept
{
    return Xapian::version_string();
}
