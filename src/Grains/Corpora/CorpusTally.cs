using System.Collections.Immutable;
using System.Globalization;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>What a corpus's files are like, counted as they come; its size does not grow with their number.</summary>
internal sealed record CorpusTally
{
    private const string Other = "other";
    private const string Drums = "drums";

    /// <summary>Names in one list; later ones count as <c>other</c>.</summary>
    private const int MaxNames = 150;

    private const int TempoStep = 20;

    public long Notes { get; init; }

    public double Seconds { get; init; }

    public int WithoutBeatGrid { get; init; }

    public ImmutableSortedDictionary<string, int> Reasons { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Filters { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Repairs { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Keys { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Meters { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Tempos { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public ImmutableSortedDictionary<string, int> Programs { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public CorpusTally With(FileReport report) => report.Outcome switch
    {
        FileOutcome.Rejected => this with { Reasons = Count(Reasons, report.Reason) },
        FileOutcome.Filtered => this with { Filters = Count(Filters, report.Filter) },
        FileOutcome.Accepted => WithPiece(report),
        _ => this,
    };

    /// <summary>All of it, as the API has it.</summary>
    public CorpusStats List(CorpusSummary corpus) =>
        new(corpus, List(Reasons), List(Filters), List(Repairs), List(Keys), List(Meters), List(Tempos), List(Programs), WithoutBeatGrid);

    private static IReadOnlyList<NamedCount> List(ImmutableSortedDictionary<string, int> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Select(count => new NamedCount(count.Key, count.Value))];

    private CorpusTally WithPiece(FileReport report)
    {
        var counted = this with
        {
            Notes = Notes + report.Notes,
            Seconds = Seconds + report.DurationSeconds,
            Repairs = (report.Repairs ?? []).Aggregate(Repairs, (counts, repair) => Count(counts, repair.Kind)),
        };
        if (report.Profile is not { } profile) return counted;
        var tempo = (int)profile.TempoQpm / TempoStep * TempoStep;
        IEnumerable<string> programs = profile.Programs.Select(program => program.ToString(CultureInfo.InvariantCulture));
        return counted with
        {
            WithoutBeatGrid = WithoutBeatGrid + (profile.HasBeatGrid ? 0 : 1),
            Keys = Count(Keys, profile.Key),
            Meters = Count(Meters, profile.Meter),
            Tempos = Count(Tempos, string.Create(CultureInfo.InvariantCulture, $"{tempo}-{tempo + TempoStep - 1}")),
            Programs = (profile.DrumNotes > 0 ? programs.Append(Drums) : programs).Aggregate(Programs, Count),
        };
    }

    private static ImmutableSortedDictionary<string, int> Count(ImmutableSortedDictionary<string, int> counts, string? name)
    {
        if (name is null) return counts;
        var counted = counts.ContainsKey(name) || counts.Count < MaxNames ? name : Other;
        return counts.SetItem(counted, counts.GetValueOrDefault(counted) + 1);
    }
}
