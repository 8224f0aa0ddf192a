using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>How many files had which outcome.</summary>
internal sealed record OutcomeCounts(
    int Files = 0, int Accepted = 0, int Duplicates = 0, int Rejected = 0, int NearDuplicates = 0, int Filtered = 0, int Repaired = 0, int Similar = 0)
{
    public OutcomeCounts With(FileReport report)
    {
        var all = this with { Files = Files + 1 };
        return report.Outcome switch
        {
            FileOutcome.Accepted => all with
            {
                Accepted = Accepted + 1,
                Repaired = Repaired + (report.Repairs is null ? 0 : 1),
                Similar = Similar + (report.Similarity is null ? 0 : 1),
            },
            FileOutcome.Duplicate => all with { Duplicates = Duplicates + 1 },
            FileOutcome.NearDuplicate => all with { NearDuplicates = NearDuplicates + 1 },
            FileOutcome.Filtered => all with { Filtered = Filtered + 1 },
            _ => all with { Rejected = Rejected + 1 },
        };
    }
}
