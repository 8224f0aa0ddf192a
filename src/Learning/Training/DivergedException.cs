namespace MusicGen.Learning.Training;

/// <summary>The weights have gone where nothing can be learnt.</summary>
/// <param name="sign">A sentence that says how it shows.</param>
internal sealed class DivergedException(string sign) : Exception(sign);
