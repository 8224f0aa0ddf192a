using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>The sessions that wait, found by key, by owner and by how long they have waited; as a collection, the longest first. Immutable.</summary>
[JsonConverter(typeof(WaitingSessionsConverter))]
internal sealed class WaitingSessions : IReadOnlyCollection<QueuedSession>
{
    private static readonly Comparer<QueuedSession> ByAge = Comparer<QueuedSession>.Create(static (one, other) =>
    {
        var bySince = one.WaitsAsIfSince().CompareTo(other.WaitsAsIfSince());
        return bySince != 0 ? bySince : string.CompareOrdinal(one.Session, other.Session);
    });

    private static readonly Comparer<QueuedSession> ByLine = Comparer<QueuedSession>.Create(static (one, other) =>
    {
        if (one.IsReturned != other.IsReturned) return one.IsReturned ? -1 : 1;
        var byPlace = one.LineAt.CompareTo(other.LineAt);
        return byPlace != 0 ? byPlace : string.CompareOrdinal(one.Session, other.Session);
    });

    private readonly ImmutableDictionary<string, QueuedSession> _byKey;
    private readonly ImmutableDictionary<(TrainingPriority, string), ImmutableSortedSet<QueuedSession>> _lines;
    private readonly ImmutableSortedSet<QueuedSession> _byAge;

    private WaitingSessions(
        ImmutableDictionary<string, QueuedSession> byKey,
        ImmutableDictionary<(TrainingPriority, string), ImmutableSortedSet<QueuedSession>> lines,
        ImmutableSortedSet<QueuedSession> byAge) => (_byKey, _lines, _byAge) = (byKey, lines, byAge);

    public static WaitingSessions None { get; } = new(
        ImmutableDictionary<string, QueuedSession>.Empty,
        ImmutableDictionary<(TrainingPriority, string), ImmutableSortedSet<QueuedSession>>.Empty,
        ImmutableSortedSet.Create<QueuedSession>(ByAge));

    public int Count => _byKey.Count;

    /// <summary>The sessions of one owner and priority: those that lost a device first, then in the order of their submission. None is empty.</summary>
    public IEnumerable<(TrainingPriority Priority, string Owner, IEnumerable<QueuedSession> Sessions)> Lines =>
        _lines.Select(line => (line.Key.Item1, line.Key.Item2, (IEnumerable<QueuedSession>)line.Value));

    public QueuedSession? Find(string session) => _byKey.GetValueOrDefault(session);

    /// <summary>With the session, in place of the one of that key.</summary>
    public WaitingSessions With(QueuedSession session)
    {
        var others = Without(session.Session);
        var line = others._lines.GetValueOrDefault((session.Priority, session.Owner)) ?? ImmutableSortedSet.Create<QueuedSession>(ByLine);
        return new WaitingSessions(
            others._byKey.Add(session.Session, session), others._lines.SetItem((session.Priority, session.Owner), line.Add(session)), others._byAge.Add(session));
    }

    public WaitingSessions Without(string session)
    {
        if (Find(session) is not { } gone) return this;
        var line = _lines[(gone.Priority, gone.Owner)].Remove(gone);
        return new WaitingSessions(
            _byKey.Remove(session),
            line.IsEmpty ? _lines.Remove((gone.Priority, gone.Owner)) : _lines.SetItem((gone.Priority, gone.Owner), line),
            _byAge.Remove(gone));
    }

    public IEnumerator<QueuedSession> GetEnumerator() => ((IEnumerable<QueuedSession>)_byAge).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
