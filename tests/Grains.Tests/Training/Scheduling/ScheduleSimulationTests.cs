using System.Diagnostics;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>A large pool over days. It prints what those who wait get.</summary>
public sealed class ScheduleSimulationTests(ITestOutputHelper output)
{
    private const int Nodes = 1_000;
    private const int Sessions = 100_000;
    private const int Owners = 10;

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Arrivals = TimeSpan.FromHours(60);

    /// <summary>Nine owners ask for as much as they can get; the last one asks for a tenth of that.</summary>
    private static readonly double[] Demand = [.. Enumerable.Repeat(1.0, Owners - 1), 0.1];

    [Fact]
    public void Ticks_ThousandNodesAndHundredThousandSessions_ServeAllAndFairlyInSeconds()
    {
        var clock = Stopwatch.StartNew();
        var dice = new Dice(7);
        var pool = new SimulatedPool(Tick);
        for (var node = 0; node < Nodes; node++) pool.Add(new PlayedNode($"n{node}", node % 5 == 0 ? PlayedNode.Gpu(0, slots: 2) : PlayedNode.Cpu()));
        var (submitted, deaths, longestLine, slowestPass) = (0, 0, 0, TimeSpan.Zero);
        Dictionary<string, double>? shares = null;
        while (submitted < Sessions || pool.Schedule.Waiting.Count + pool.Schedule.Leases.Count > 0)
        {
            for (var due = Math.Min(Sessions, (int)(Sessions * ((pool.Now - PlayedPool.Noon) / Arrivals))); submitted < due; submitted++)
                pool.Submit($"owner{Owner(dice)}/{submitted}", Priority(dice), Work(dice));
            if (dice.Uniform() < 0.2)
            {
                deaths++;
                pool.Kill($"n{dice.Below(Nodes)}", TimeSpan.FromMinutes(20));
            }
            var since = clock.Elapsed;
            pool.Tick();
            slowestPass = clock.Elapsed - since > slowestPass ? clock.Elapsed - since : slowestPass;
            longestLine = Math.Max(longestLine, pool.Schedule.Waiting.Count);
            if (submitted == Sessions) shares ??= Shares(pool);
        }

        output.WriteLine($"{Nodes:N0} nodes, {Sessions:N0} sessions, {(pool.Now - PlayedPool.Noon).TotalHours:F0} hours: {clock.Elapsed.TotalSeconds:F1} s");
        output.WriteLine($"deaths of nodes: {deaths:N0}; preemptions: {pool.Preemptions:N0}; most that waited: {longestLine:N0}; slowest tick: {slowestPass.TotalMilliseconds:F0} ms");
        PrintWaits(pool);
        output.WriteLine($"shares while all wanted more: {string.Join(", ", shares!.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value:P1}"))}");
        Assert.All(pool.Sessions.Values, session => Assert.True(session.Ran > TimeSpan.Zero));
        var greedy = shares!.Where(pair => pair.Key != $"owner{Owners - 1}").Select(pair => pair.Value).ToList();
        Assert.All(greedy, share => Assert.InRange(share, 0.9 * greedy.Average(), 1.1 * greedy.Average()));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Decide_HundredThousandWaiting_TakesMilliseconds()
    {
        var dice = new Dice(7);
        var pool = new SimulatedPool(Tick);
        for (var node = 0; node < Nodes; node++) pool.Add(new PlayedNode($"n{node}", PlayedNode.Cpu()));
        for (var number = 0; number < Sessions + Nodes; number++) pool.Submit($"owner{dice.Below(1000)}/{number}", Priority(dice), Work(dice));
        pool.Tick();
        Assert.Equal(Sessions, pool.Schedule.Waiting.Count);

        List<TimeSpan> passes = [], estimates = [];
        for (var pass = 0; pass < 20; pass++)
        {
            var since = Stopwatch.GetTimestamp();
            pool.Schedule.Remove(pool.Schedule.Leases.Keys.First(), pool.View).Decide(pool.View);
            passes.Add(Stopwatch.GetElapsedTime(since));
            since = Stopwatch.GetTimestamp();
            Assert.Equal(Sessions, StartEstimates.Of(pool.Schedule, pool.View).Count);
            estimates.Add(Stopwatch.GetElapsedTime(since));
        }

        var stored = Stopwatch.GetTimestamp();
        var state = JsonSerializer.SerializeToUtf8Bytes(pool.Schedule, ContractJson.Options);
        output.WriteLine($"the state: {state.Length / 1e6:F1} MB, written in {Stopwatch.GetElapsedTime(stored).TotalMilliseconds:F0} ms");
        output.WriteLine($"a pass: {passes.Order().ElementAt(10).TotalMilliseconds:F1} ms; all estimates: {estimates.Order().ElementAt(10).TotalMilliseconds:F1} ms (medians)");
        Assert.InRange(passes.Min(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static int Owner(Dice dice)
    {
        var at = dice.Uniform() * Demand.Sum();
        return Demand.Index().First(owner => (at -= owner.Item) < 0).Index;
    }

    private static TrainingPriority Priority(Dice dice) => dice.Below(100) switch
    {
        < 2 => TrainingPriority.Interactive,
        < 12 => TrainingPriority.High,
        < 72 => TrainingPriority.Normal,
        _ => TrainingPriority.Low,
    };

    /// <summary>Half of them below three quarters of an hour, some many hours.</summary>
    private static TimeSpan Work(Dice dice) => TimeSpan.FromMinutes(dice.LogNormal(median: 45));

    private static Dictionary<string, double> Shares(SimulatedPool pool)
    {
        var ran = pool.Sessions.Values.GroupBy(session => session.Request.Owner).ToDictionary(owner => owner.Key, owner => owner.Sum(session => session.RanUntil(pool.Now).TotalHours));
        return ran.ToDictionary(owner => owner.Key, owner => owner.Value / ran.Values.Sum());
    }

    private void PrintWaits(SimulatedPool pool)
    {
        foreach (var priority in pool.Sessions.Values.GroupBy(session => session.Request.Priority, session => session.Wait!.Value.TotalMinutes).OrderBy(priority => priority.Key))
        {
            var waits = priority.Order().ToList();
            output.WriteLine($"{priority.Key,-11} {waits.Count,6:N0} sessions waited p50 {waits[waits.Count / 2],6:F0} min, p95 {waits[(int)(0.95 * waits.Count)],6:F0} min, max {waits[^1],6:F0} min");
        }
    }
}
