using CsCheck;
using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>What holds after any sequence of enqueueing, requeueing, removing, heartbeats and losses.</summary>
public sealed class TrainingSchedulePropertyTests
{
    private const int Slots = 2;

    private static readonly string[] Sessions = ["a", "b", "c", "d", "e", "f"];
    private static readonly string[] Nodes = ["n1", "n2", "n3"];

    private static readonly string[] Kinds = ["enqueue", "enqueue", "requeue", "remove", "hear", "hear", "hear", "lose"];

    /// <summary>A step, and whether its node restarted or dropped work before its report.</summary>
    private static readonly Gen<(string Kind, string Session, string Node, bool Restarts, bool Drops)> Step = Gen.Select(
        OneOf(Kinds), OneOf(Sessions), OneOf(Nodes), Gen.Int[0, 9].Select(dice => dice == 0), Gen.Int[0, 4].Select(dice => dice == 0));

    [Fact]
    public void AnySequence_NothingIsLostDoubledOrGivenBeyondTheSlots() => Step.Array[0, 60].Sample(steps =>
    {
        var schedule = new TrainingSchedule();
        var known = new HashSet<string>();
        var nodes = Nodes.ToDictionary(node => node, _ => (Incarnation: 0, Running: new List<string>()));
        foreach (var step in steps)
        {
            var before = schedule;
            switch (step.Kind)
            {
                case "enqueue":
                    schedule = schedule.Enqueue(step.Session);
                    if (!known.Add(step.Session)) Assert.Same(before, schedule);
                    else Assert.Equal([.. before.Waiting, step.Session], schedule.Waiting);
                    break;
                case "requeue":
                    schedule = schedule.Requeue(step.Session);
                    known.Add(step.Session);
                    Assert.Equal(step.Session, schedule.Waiting[0]);
                    break;
                case "remove":
                    schedule = schedule.Remove(step.Session);
                    if (!known.Remove(step.Session)) Assert.Same(before, schedule);
                    break;
                case "lose":
                    schedule = schedule.Lose(step.Node);
                    Assert.DoesNotContain(schedule.Leases, lease => lease.Node == step.Node);
                    break;
                default:
                    var node = nodes[step.Node];
                    if (step.Restarts) node = (node.Incarnation + 1, []);
                    if (step.Drops && node.Running.Count > 0) node.Running.RemoveAt(0);
                    var workers = node.Running.Select(session => new RunningWorker(session, 1));
                    (schedule, var start) = schedule.Hear(new NodeReport(step.Node, $"{node.Incarnation}", Slots, [.. workers]));
                    AssertHeard(before, schedule, start, step.Node, $"{node.Incarnation}", node.Running);
                    // The worker of a session that was taken back meanwhile may still run: a node does not start it twice.
                    node.Running.AddRange(start.Except(node.Running));
                    nodes[step.Node] = node;
                    break;
            }

            string[] all = [.. schedule.Waiting, .. schedule.Leases.Select(lease => lease.Session)];
            Assert.Distinct(all);
            Assert.Equal(known.Order(), all.Order());
            Assert.All(Nodes, name => Assert.True(schedule.Leases.Count(lease => lease.Node == name) <= Slots));
        }
    });

    private static Gen<string> OneOf(string[] choices) => Gen.Int[0, choices.Length - 1].Select(choice => choices[choice]);

    private static void AssertHeard(
        TrainingSchedule before,
        TrainingSchedule after,
        IReadOnlyList<string> start,
        string node,
        string incarnation,
        List<string> running)
    {
        bool Honoured(TrainingLease lease) => lease.Node != node || (lease.Incarnation == incarnation && running.Contains(lease.Session));
        var broken = before.Leases.Where(lease => !Honoured(lease)).ToLookup(lease => lease.Incarnation == incarnation, lease => lease.Session);
        List<string> line = [.. broken[false], .. before.Waiting, .. broken[true]];
        var given = Math.Clamp(Slots - running.Count, 0, line.Count);

        Assert.Equal(line.Take(given), start);
        Assert.Equal(line.Skip(given), after.Waiting);
        Assert.Equal(before.Leases.Where(Honoured).Concat(start.Select(session => new TrainingLease(session, node, incarnation))), after.Leases);
        if (given == 0 && before.Leases.All(Honoured)) Assert.Same(before, after);
    }
}
