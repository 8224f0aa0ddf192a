using CsCheck;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>What holds after any sequence of comings, goings, deaths, silences, cordons and passes.</summary>
public sealed class SchedulePropertyTests
{
    private static readonly string[] Kinds =
    [
        "enqueue", "enqueue", "enqueue", "end", "requeue", "requeue late", "yield", "yield", "cordon", "restart", "takes", "silence", "lose worker", "lose answer", "pass", "pass", "pass", "pass", "wait",
    ];

    private static readonly TimeSpan[] Times = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(11), TimeSpan.FromHours(5)];

    private static readonly Gen<Step> Steps = Gen.Select(
        OneOf(Kinds), OneOf("a", "b", "c"), Gen.Int[1, 5], OneOf(Enum.GetValues<TrainingPriority>()), OneOf("n1", "n2", "n3"), OneOf(Enum.GetValues<NodeCordon>()), OneOf(Times),
        (kind, owner, number, priority, node, cordon, time) => new Step(kind, $"{owner}/{number}", priority, node, cordon, time));

    [Fact]
    public void AnySequence_OfSteps_KeepsEveryRule() => Steps.Array[0, 120].Sample(steps => Play(steps), iter: 1500);

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(choice => choices[choice]);

    private static void Play(Step[] steps)
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu()).With("n2", PlayedNode.Gpu(0, slots: 2), PlayedNode.Gpu(1)).With("n3", PlayedNode.Cpu(2));
        var known = new HashSet<string>();
        var rules = new ScheduleRules(pool);
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case "enqueue":
                    known.Add(step.Session);
                    pool.Enqueue(step.Session, step.Priority);
                    break;
                case "end":
                    known.Remove(step.Session);
                    pool.End(step.Session);
                    break;
                case "requeue" when known.Contains(step.Session):
                    pool.Requeue(step.Session);
                    break;
                case "requeue late" when known.Contains(step.Session):
                    pool.Requeue(step.Session, slot: 0);
                    break;
                case "yield":
                    foreach (var session in pool[step.Node].Asked.Keys.ToArray()) pool.GiveBack(session);
                    break;
                case "cordon":
                    pool.Cordon(step.Node, step.Cordon);
                    break;
                case "restart":
                    pool[step.Node].Restart();
                    break;
                case "takes":
                    pool[step.Node].TakesNew = !pool[step.Node].TakesNew;
                    break;
                case "silence":
                    for (var second = 0; second < 12; second++) rules.Pass(TimeSpan.FromSeconds(1), silent: step.Node);
                    break;
                case "lose worker":
                    pool[step.Node].End(step.Session);
                    break;
                case "lose answer":
                    pool.Hear(pool[step.Node]);
                    rules.Decide();
                    break;
                case "pass":
                    rules.Pass(TimeSpan.FromSeconds(1));
                    break;
                case "wait":
                    rules.Pass(step.Time);
                    break;
            }
            rules.AssertConsistent(known);
        }
    }

    private sealed record Step(string Kind, string Session, TrainingPriority Priority, string Node, NodeCordon Cordon, TimeSpan Time);
}
