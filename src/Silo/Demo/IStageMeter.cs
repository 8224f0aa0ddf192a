namespace MusicGen.Silo.Demo;

/// <summary>How far a stage is.</summary>
internal interface IStageMeter
{
    /// <param name="done">0 or more.</param>
    /// <param name="total">0: not known yet.</param>
    /// <param name="note">What there is to say just now.</param>
    void Show(long done, long total, string? note = null);
}
