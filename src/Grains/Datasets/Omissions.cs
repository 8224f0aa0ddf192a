using System.Globalization;
using MusicGen.Inference.Tokens;

namespace MusicGen.Grains.Datasets;

/// <summary>The pieces that are left out of a dataset, in words.</summary>
internal static class Omissions
{
    /// <summary>A sentence for each reason, with the number of pieces and the first one's name; null where none is left out.</summary>
    public static string? Describe(IEnumerable<(string Name, OmissionReason Reason)> omitted)
    {
        var sentences = omitted.GroupBy(piece => piece.Reason).OrderBy(group => group.Key).Select(Describe).ToList();
        return sentences.Count > 0 ? string.Join(' ', sentences) : null;
    }

    private static string Describe(IGrouping<OmissionReason, (string Name, OmissionReason)> group)
    {
        var (count, first) = (group.Count(), group.First().Name);
        return count == 1
            ? $"{first} is left out: it {Fault(group.Key)}."
            : string.Create(CultureInfo.InvariantCulture, $"{count:N0} files, {first} first, are left out: each {Fault(group.Key)}.");
    }

    private static string Fault(OmissionReason reason) => reason switch
    {
        OmissionReason.NoPitchedNote => "has no pitched note, and note names cannot be learnt from drums",
        OmissionReason.NoNote => "has no note",
        OmissionReason.NoBeatGrid => "is a performance whose notes do not keep to the file's beats, so that it has no bars to learn; note names can be learnt from it",
        OmissionReason.TooManyWords => "holds its notes over so many bars that telling them again in each would give several words a note",
        _ => "has a note so far out that it has more bars than any music",
    };
}
