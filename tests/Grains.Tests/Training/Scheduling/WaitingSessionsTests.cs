using CsCheck;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

public sealed class WaitingSessionsTests
{
    private static readonly Gen<QueuedSession> Session = Gen.Select(
        Gen.Int[1, 6], Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Bool,
        (number, owner, priority, since, waited, returned) => new QueuedSession($"{owner}/{number}", $"{owner}", (TrainingPriority)priority, PlayedPool.Noon, PlayedPool.Noon.AddHours(since))
        {
            WaitedSeconds = waited * 3600,
            IsReturned = returned,
            LineAt = PlayedPool.Noon.AddMinutes(waited),
        });

    [Fact]
    public void AnySequence_OfChanges_EqualsAPlainDictionary() => Gen.Select(Session, Gen.Bool).Array[0, 40].Sample(changes =>
    {
        var expected = new Dictionary<string, QueuedSession>();
        var waiting = WaitingSessions.None;
        foreach (var (session, comes) in changes)
        {
            if (comes) expected[session.Session] = session;
            else expected.Remove(session.Session);
            waiting = comes ? waiting.With(session) : waiting.Without(session.Session);
        }

        Assert.Equal(expected.Count, waiting.Count);
        Assert.Equal(expected.Values.OrderBy(session => session.WaitsAsIfSince()).ThenBy(session => session.Session, StringComparer.Ordinal), waiting);
        Assert.All(expected.Values, session => Assert.Same(session, waiting.Find(session.Session)));
        var lines = waiting.Lines.ToDictionary(line => (line.Priority, line.Owner), line => line.Sessions);
        foreach (var line in expected.Values.GroupBy(session => (session.Priority, session.Owner)))
        {
            Assert.True(lines.Remove(line.Key, out var sessions));
            Assert.Equal(line.OrderByDescending(session => session.IsReturned).ThenBy(session => session.LineAt).ThenBy(session => session.Session, StringComparer.Ordinal), sessions);
        }
        Assert.Empty(lines);
    });

    [Fact]
    public void Without_UnknownSession_IsTheSame() => Assert.Same(WaitingSessions.None, WaitingSessions.None.Without("a/1"));
}
