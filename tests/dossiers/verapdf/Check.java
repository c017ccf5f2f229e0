import java.nio.file.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/** Validates FILE against each FLAVOUR (3a, ua1) and prints one line per failed rule. */
public final class Check {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean compliant = true;
        for (int i = 1; i < args.length; i++) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[i]);
            try (var parser = Foundries.defaultInstance().createParser(Files.newInputStream(Path.of(args[0])), flavour);
                 var validator = Foundries.defaultInstance().createValidator(flavour, 20, false, true, false)) {
                ValidationResult result = validator.validate(parser);
                compliant &= result.isCompliant();
                System.out.println(args[i] + " compliant=" + result.isCompliant() + " checks=" + result.getTotalAssertions());
                for (TestAssertion a : result.getTestAssertions())
                    if (a.getStatus() == TestAssertion.Status.FAILED)
                        System.out.println("  " + a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber() + " " + a.getErrorMessage() + " @ " + a.getLocation().getContext());
            }
        }
        System.exit(compliant ? 0 : 1);
    }
}
