import java.nio.file.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/** Validates each FILE against PDF/A-3a and PDF/UA-1; prints one line for each, and one per failed rule. */
public final class Check {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : args) for (String id : new String[] {"3a", "ua1"}) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            try (var parser = Foundries.defaultInstance().createParser(Files.newInputStream(Path.of(file)), flavour);
                 var validator = Foundries.defaultInstance().createValidator(flavour, 20, false, true, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println(Path.of(file).getFileName() + " " + id + " compliant=" + result.isCompliant() + " checks=" + result.getTotalAssertions());
                for (TestAssertion a : result.getTestAssertions())
                    if (a.getStatus() == TestAssertion.Status.FAILED)
                        System.out.println("  " + a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber() + " " + a.getErrorMessage() + " @ " + a.getLocation().getContext());
            }
        }
    }
}
