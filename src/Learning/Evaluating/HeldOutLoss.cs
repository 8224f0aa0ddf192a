using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Evaluating;

/// <summary>Sums over held-out tokens.</summary>
/// <param name="Nats">Loss of all of them.</param>
/// <param name="Predictions">How many there are.</param>
/// <param name="EndNats">The part of the loss that is for the ends of the pieces.</param>
/// <param name="Hits">How many the network thought the likeliest.</param>
/// <param name="Notes">Notes that they tell.</param>
internal readonly record struct HeldOutLoss(double Nats, long Predictions, double EndNats, long Hits, long Notes)
{
    public double PerToken => Nats / Predictions;

    /// <summary>Null where there is no note.</summary>
    public double? PerNote => Notes == 0 ? null : (Nats - EndNats) / Notes;

    public double TopOne => (double)Hits / Predictions;

    public static HeldOutLoss operator +(HeldOutLoss one, HeldOutLoss other) => new(
        one.Nats + other.Nats, one.Predictions + other.Predictions, one.EndNats + other.EndNats, one.Hits + other.Hits, one.Notes + other.Notes);

    /// <summary>For each word of a vocabulary how many notes it tells.</summary>
    public static long[] NotesOf(Vocabulary vocabulary) => [.. vocabulary.Words.Select(word => (long)NotesOfWord.Count(word))];
}
