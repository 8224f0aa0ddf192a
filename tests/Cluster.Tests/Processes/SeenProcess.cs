using System.Globalization;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>A process as /proc shows it, whoever started it. Source: man 5 proc_pid_stat.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Parent">The id of the process it belongs to now.</param>
/// <param name="State">A letter; Z: it has ended, and nobody has asked how.</param>
/// <param name="StartedAt">Clock ticks after boot: tells it from a later process of the same id.</param>
internal sealed record SeenProcess(int Id, int Parent, char State, long StartedAt)
{
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartedAtField = 19;

    private bool Lives => Find(Id) is { State: not 'Z' and not 'X' } now && now.StartedAt == StartedAt;

    /// <summary>The processes that a process has started and that live.</summary>
    public static IReadOnlyList<SeenProcess> ChildrenOf(int parent) => [.. All().Where(process => process.Parent == parent && process.State != 'Z')];

    /// <summary>The processes that were started with an environment variable, or by one that was.</summary>
    public static IReadOnlyList<SeenProcess> With(string name, string value) =>
        [.. All().Where(process => process.Environment().Contains($"{name}={value}"))];

    /// <summary>SIGKILL, unless it has ended.</summary>
    public void Kill()
    {
        if (Lives) Signals.Send(Id, Signals.Kill);
    }

    /// <summary>SIGSTOP: it does not run until <see cref="Continue"/>.</summary>
    public void Suspend() => Signals.Send(Id, Signals.Stop);

    /// <summary>SIGCONT, unless it has ended.</summary>
    public void Continue()
    {
        if (Lives) Signals.Send(Id, Signals.Continue);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task EndAsync() => Patience.UntilAsync(() => !Lives, $"process {Id} has ended");

    private static IEnumerable<SeenProcess> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Find(int.Parse(name!, CultureInfo.InvariantCulture))).OfType<SeenProcess>();

    private string[] Environment()
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/environ").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static SeenProcess? Find(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The name before stands in parentheses and may hold any character.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new SeenProcess(
                id,
                int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                fields[StateField][0],
                long.Parse(fields[StartedAtField], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
            return null;
        }
    }
}
