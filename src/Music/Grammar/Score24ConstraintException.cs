namespace MusicGen.Music.Grammar;

/// <summary>No piece can keep to these constraints with the tokens that a model knows.</summary>
/// <param name="constraint">The property of <see cref="Score24Constraints"/> in the way; null where the model itself lacks tokens.</param>
/// <param name="reason">What cannot be had, as a sentence for the person who asked for it.</param>
public sealed class Score24ConstraintException(string? constraint, string reason) : Exception(reason)
{
    /// <summary>The property of <see cref="Score24Constraints"/> in the way; null where the model itself lacks tokens.</summary>
    public string? Constraint { get; } = constraint;
}
